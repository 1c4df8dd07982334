/*
 * request - the head of an HTTP request, as the rest of the gateway sees it.
 *
 * Texts live as long as the request.  Header values are what was sent, without
 * the blanks around them.
 */
#ifndef GATEWAY_REQUEST_H
#define GATEWAY_REQUEST_H
#include "arena.h"

enum { REQUEST_HEADERS_MAX = 63 }; /* lines; civetweb takes 64 and overlooks what follows */

struct request_header {
    const char *name, *value;
};

struct request {
    const char *method; /* NULL: the head could not be read */
    const char *path;   /* as sent: not decoded, not cleaned; no route has anything to decode */
    const char *query;  /* after '?', as sent; NULL: none */
    const char *host;   /* in the request line, if it stood there (RFC 9112 3.2.2) */
    const char *peer;   /* address of the connection */
    const struct request_header *headers;
    size_t n_headers;
    int64_t content_length; /* of the body; 0: there is none, or it comes in chunks */
    bool chunked;           /* it does; the connection ends with it */
    bool expects_continue;  /* the client waits for 100 before it sends the body */
    bool folded;            /* a header line begins with a blank, or has one before its colon */
    bool http_1_0;
    bool keep_alive; /* the client would use the connection again */
};

const char *request_header(const struct request *self, const char *name); /* NULL: none */

/* One that is a list, its lines joined with commas (RFC 9110 5.3).  NULL: none. */
const char *request_header_list(const struct request *self, struct arena *mem, const char *name);

/* What no later step could make good: a header that may come once comes twice, or the length of the
 * body is in doubt (RFC 9112 6.3).  Fills in content_length and the flags.  *why: fit for the
 * public. */
enum err request_check(struct request *self, struct arena *mem, const char **why) MUST_CHECK;

/* Would a person read the answer?  That is: does Accept name text/html? */
bool request_wants_html(const struct request *self);

#endif
