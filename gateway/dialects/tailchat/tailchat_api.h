/*
 * tailchat_api - what the actions of Tailchat's API have in common: who asks, with what parameters,
 * and the envelopes of answers.
 *
 * Query and body are one set of parameters, of which the query goes before.
 */
#ifndef GATEWAY_DIALECTS_TAILCHAT_API_H
#define GATEWAY_DIALECTS_TAILCHAT_API_H
#include "exchange.h"

extern const char TAILCHAT[]; /* the dialect */

/* The person whose X-Token came: their ticket is in x->call from then on.  ERR_NO_TOKEN,
 * ERR_INVALID_TOKEN. */
enum err tailchat_caller(struct exchange *x) MUST_CHECK;

/* The same for a token that came in another way. */
enum err tailchat_session(struct exchange *x, const char *token) MUST_CHECK;

/* -- parameters --------------------------------------------------------------------------------
 */

enum tailchat_want { TAILCHAT_TEXT, TAILCHAT_EMAIL, TAILCHAT_LIST, TAILCHAT_ANY };

struct tailchat_param {
    const char *name;
    enum tailchat_want want;
    bool optional;
};

/* Are they there, and what they have to be?  False: x->reply says all that is wrong. */
bool tailchat_check(struct exchange *x, const struct tailchat_param *params, size_t n);

/* The same for texts that have to be there, in out. */
bool tailchat_take(struct exchange *x, const char *const *names, size_t n, const char **out);

/* One that may be missing, or no text: NULL. */
const char *tailchat_text(struct exchange *x, const char *name);

/* A list of texts; one that is far too long is cut.  False: it is none. */
bool tailchat_list(struct exchange *x, const char *name, struct strs *out);

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
