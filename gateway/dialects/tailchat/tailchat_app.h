/*
 * tailchat_app - an app as Tailchat's documents have it.
 */
#ifndef GATEWAY_DIALECTS_TAILCHAT_APP_H
#define GATEWAY_DIALECTS_TAILCHAT_APP_H
#include "tailchat_api.h"

struct tailchat_app {
    const char *id, *name, *description, *logo_uri, *icon, *capabilities;
    const char *callback; /* of its bot; NULL: none, or not for who asks */
    const char *owner;    /* sub */
    const char *secret;   /* NULL: not for who asks */
    const struct strs *redirect_uris;
    int64_t created_at, updated_at;
};

/* key NULL: an element of a list. */
void tailchat_app_print(struct exchange *x, struct json *json, const char *key,
                        const struct tailchat_app *app);

/* Of the person who asks, with its secret as far as it is kept. */
enum err tailchat_app_own(struct exchange *x, const struct own_app *own, const char *owner,
                          struct tailchat_app *out) MUST_CHECK;

/* 2026-11-21T16:00:00.000Z */
const char *tailchat_date(struct arena *mem, int64_t ms);

#endif
