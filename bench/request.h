/*
 * request - writing the requests of visitors.
 *
 * Whatever goes into a form or an address here needs no encoding: our ids and
 * tokens are made so, and the rest are constants that are written encoded.
 */
#ifndef BENCH_REQUEST_H
#define BENCH_REQUEST_H
#include "visitor.h"

/* "GET /oauth2/jwks" and the headers that all requests have; more may be added. */
void request_begin(const struct visitor *v, struct buf *out, const char *method_and_path);

void request_add_cookies(const struct visitor *v, struct buf *out);
void request_add_client(const struct visitor *v, struct buf *out); /* RFC 6749 2.3.1 */
void request_add_bearer(const struct visitor *v, struct buf *out); /* RFC 6750 2.1 */

/* Ends the request: without a body, or with a form of name=value and &. */
void request_end(struct buf *out);
void request_end_form(struct buf *out, const char *form);

#endif
