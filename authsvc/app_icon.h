/*
 * app_icon - the picture of an app, and its name in the client's row, as one change by its owner.
 */
#ifndef AUTHSVC_APP_ICON_H
#define AUTHSVC_APP_ICON_H
#include "call.h"
#include "messages.h"

/* png: absent, it has none from now on.  ERR_NOT_FOUND: there is no such app of the person who
 * asks; ERR_BAD_FIELD: it is no picture (picture_fault). */
enum err app_icon_set(struct call *c, const char *client_id, struct bytes png,
                      struct own_app *out) MUST_CHECK;

#endif
