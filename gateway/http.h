/*
 * http - requests in and replies out, through civetweb 1.15.
 *
 * What civetweb leaves open is closed here: one absolute deadline for a body
 * whatever its pace, a bound on its length, one write for a reply, and an end
 * to every connection whose next byte could be taken for two things.  One thing
 * stays: civetweb stops at a header line that begins with a blank (obsolete
 * folding) and tells nothing of those behind it, so a proxy in front has to
 * refuse or unfold such lines, as RFC 9112 5.2 asks of it.
 */
#ifndef GATEWAY_HTTP_H
#define GATEWAY_HTTP_H
#include "exchange.h"
#include "patience.h"

struct mg_connection;

enum { HTTP_BODY_MAX = 64 << 10, HTTP_HEAD_MAX = 16 << 10 };

struct http_bounds {
    int64_t most;        /* bytes of a body */
    int64_t deadline_ms; /* until it has to be there */
};

/* What a thread of the server keeps between requests. */
struct http_worker {
    struct arena mem; /* of the request; empty between two */
    struct wake wake;
    struct waiter waiter;
    int64_t date_second;
    char date[32];
};

void http_worker_open(struct http_worker *self, struct patience *patience);
void http_worker_close(struct http_worker *self);

void http_read_head(struct mg_connection *conn, struct exchange *x); /* into x->request */

/* The body of the request.  ERR_TOO_LARGE; ERR_SLOW_BODY; ERR_BAD_MESSAGE: it ends before its
 * length. */
enum err http_read_body(struct mg_connection *conn, struct http_worker *worker, struct exchange *x,
                        const struct http_bounds *bounds, struct bytes *out) MUST_CHECK;

/* Sends x->reply.  last: the connection ends with it. */
void http_send(struct mg_connection *conn, struct http_worker *worker, struct exchange *x,
               bool last);

#endif
