/*
 * tachi_client - an app as Tachi's API shows it.
 */
#ifndef GATEWAY_TACHI_CLIENT_H
#define GATEWAY_TACHI_CLIENT_H
#include "tachi.h"

struct tachi_own {
    const struct own_app *app;
    const char *secret; /* NULL: it is kept nowhere */
    int64_t author;     /* number of whose it is */
};

/* Members of an object that is open. */
void tachi_print_public(struct exchange *x, struct json *json, const struct app_look_reply *app);
void tachi_print_own(struct exchange *x, struct json *json, const struct tachi_own *own);

/* To whom the app is; NULL in *out: it is kept nowhere. */
enum err tachi_secret(struct exchange *x, const struct own_app *app, const char **out) MUST_CHECK;

#endif
