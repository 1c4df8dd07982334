/*
 * exchange - one request and its answer, on the thread of its connection.
 *
 * exchange_admit settles everything that can be known before the body is read:
 * host, source, route, origin, rate.  A handler then fills the reply, or returns an
 * error that present.h turns into one.
 */
#ifndef GATEWAY_EXCHANGE_H
#define GATEWAY_EXCHANGE_H
#include "cookies.h"
#include "form.h"
#include "json.h"
#include "messages.h"
#include "reply.h"
#include "request.h"
#include "routes.h"

struct gateway;

struct exchange {
    struct gateway *gateway;
    struct call call; /* memory, time, source; whom to ask */
    struct request request;
    const struct route *route; /* NULL: there is none */
    struct form form;          /* the body, on a route that takes one; of JSON: the members of the
                                  object that are texts, numbers, true or false */
    json_t *json;              /* the body, if it was JSON; the exchange's own */
    struct {
        struct bytes file;   /* what came with a form; absent: nothing was chosen, or see refused */
        enum err refused;    /* why the body was not read */
        struct place *place; /* NULL: it takes none */
    } upload;                /* upload.h */
    struct reply reply;
};

void exchange_begin(struct exchange *x, struct gateway *gateway, struct arena *mem);
void exchange_end(struct exchange *x);
enum err exchange_admit(struct exchange *x) MUST_CHECK;

/* What handlers use. */

enum err exchange_query(struct exchange *x, struct form *out) MUST_CHECK; /* of the address */
struct form exchange_peek(const struct exchange *x); /* the same; empty where it is malformed */

/* What stands in the path at the segment ":name" of the route, decoded. */
enum err exchange_segment(struct exchange *x, const char *name, const char **out) MUST_CHECK;

/* The form as a message; INTERNAL fields are the caller's to set afterwards. */
enum err exchange_take(struct exchange *x, const struct msg_desc *desc, const struct form *form,
                       void *msg) MUST_CHECK;

const char *exchange_cookie(struct exchange *x, enum cookie which); /* NULL: none */
void exchange_set_cookie(struct exchange *x, enum cookie which, const char *value, int64_t max_age);

void exchange_answer(struct exchange *x, const struct msg_desc *desc, const void *msg); /* JSON */

#endif
