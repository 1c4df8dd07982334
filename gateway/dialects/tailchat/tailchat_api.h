/*
 * tailchat_api - what the actions of Tailchat's API have in common: who asks, with what parameters,
 * and the envelopes of answers.
 *
 * Body and query are one set of parameters, of which the body goes before.
 */
#ifndef GATEWAY_DIALECTS_TAILCHAT_API_H
#define GATEWAY_DIALECTS_TAILCHAT_API_H
#include "exchange.h"

extern const char TAILCHAT[]; /* the dialect */

/* The person whose X-Token came: their ticket is in x->call from then on.  ERR_NO_TOKEN,
 * ERR_INVALID_TOKEN. */
enum err tailchat_caller(struct exchange *x) MUST_CHECK;

/* The texts of these parameters, in out.  False: one is missing or no text, and x->reply says
 * which. */
bool tailchat_take(struct exchange *x, const char *const *names, size_t n, const char **out);

/* One that may be missing, or no text: NULL. */
const char *tailchat_text(struct exchange *x, const char *name);

/* A list of texts.  ERR_PARAMETER_MISSING; ERR_BAD_FIELD: it is no list, or has other things in
 * it. */
enum err tailchat_list(struct exchange *x, const char *name, struct strs *out) MUST_CHECK;

/* Answers that this parameter is no list: OK, for the handler to return. */
enum err tailchat_no_list(struct exchange *x, const char *name);

/* -- answers -------------------------------------------------------------------------------------
 */

struct json;

struct tailchat_body {
    struct buf text;
    struct json json;
};

/* Print the member "data" into what is returned; NULL for `data` of tailchat_ok: there is none. */
struct json *tailchat_begin(struct exchange *x, struct tailchat_body *self);
void tailchat_ok(struct exchange *x, struct tailchat_body *self);
void tailchat_ok_raw(struct exchange *x, const char *data); /* JSON; NULL: no data */

struct tailchat_failure {
    int code;
    const char *name, *message, *type; /* type NULL: none */
};

/* Answers so; OK, for the handler to return.  e: for the log.  data: JSON; NULL: none. */
enum err tailchat_fail(struct exchange *x, enum err e, const struct tailchat_failure *failure,
                       const char *data);

#endif
