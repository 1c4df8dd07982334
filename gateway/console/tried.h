/*
 * tried - what an app would have got, as its owner sees it after a trial.
 */
#ifndef GATEWAY_CONSOLE_TRIED_H
#define GATEWAY_CONSOLE_TRIED_H
#include "console.h"

struct tried {
    const struct own_app *app;
    const char *dialect;
    const struct app_try_reply *got;
};

/* With the members that clients of the dialect know.  No token is among them. */
void tried_show(struct exchange *x, const struct tried *tried);

/* error, description: as the app would have been told. */
void tried_show_error(struct exchange *x, const struct own_app *app, const char *error,
                      const char *description);

#endif
