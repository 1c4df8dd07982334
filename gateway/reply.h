/*
 * reply - an HTTP response while it is being made, and as the bytes that are sent.
 *
 * The security headers of every response are set here and nowhere else.
 */
#ifndef GATEWAY_REPLY_H
#define GATEWAY_REPLY_H
#include "buf.h"

struct reply {
    int status;
    const char *type; /* Content-Type; NULL: no body */
    struct bytes body;
    struct buf headers;      /* further lines, by reply_header */
    int64_t max_age;         /* seconds that anyone may keep it; 0: nobody may keep it */
    const char *form_action; /* a page: where its forms may lead besides here; NULL: nowhere */
    bool scripted;           /* a page: with a script of ours */
    bool in_popup;           /* an app may have opened this in a window that it still holds */
};

/* What is the same for every response of a server, and what the request decides. */
struct reply_frame {
    bool secure;   /* our address is https */
    bool head;     /* HEAD: the body is counted and not sent */
    bool http_1_0; /* keep-alive has to be said */
    bool close;    /* this connection ends here */
    const char *date;
};

void reply_init(struct reply *self, struct arena *mem);
void reply_header(struct reply *self, const char *name, const char *value);
void reply_text(struct reply *self, int status, const char *type, struct bytes body);

/* 303 (RFC 9700 4.12).  What cannot stand in a header is percent-encoded. */
void reply_see_other(struct reply *self, const char *location);

/* The whole response, to be sent with one write. */
struct bytes reply_bytes(const struct reply *self, const struct reply_frame *frame,
                         struct arena *mem);

#endif
