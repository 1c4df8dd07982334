/*
 * body - what came with a request, as its route wants to have it.
 */
#ifndef GATEWAY_BODY_H
#define GATEWAY_BODY_H
#include "exchange.h"
#include "http.h"

/* Reads the body of a route that takes one into x->form or x->json.  ERR_BAD_CONTENT_TYPE: it is of
 * no type that the route takes; ERR_BAD_MESSAGE: it is not what its type says; and what
 * http_read_body gives. */
enum err body_read(struct mg_connection *conn, struct http_worker *worker,
                   struct exchange *x) MUST_CHECK;

#endif
