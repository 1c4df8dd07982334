/*
 * mail_scene - people at our pages, and the mails that they get.
 */
#ifndef FLOW_MAIL_SCENE_H
#define FLOW_MAIL_SCENE_H
#include "app.h"
#include "post.h"

#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define NEW_PASSWORD "a horse of another colour"
#define SIGN_UP "/sign-up/confirm"
#define RESET "/password/reset"
#define CHANGE "/account/email/confirm"

extern struct world *w;

void begin(void); /* a new world */

/* A call of somebody from a place of their own, so that one step does not throttle the next. */
struct call *visitor(void);

enum err sign_in(const char *username, const char *password, struct sign_in_reply *out) MUST_CHECK;
enum err may_sign_in(const char *username, const char *password) MUST_CHECK;

void sign_up(const char *email, const char *locale);                 /* locale NULL: none */
enum err finish(const char *token, const char *username) MUST_CHECK; /* with APP_PASSWORD */

void forget(const char *username);
enum err reset(const char *token) MUST_CHECK; /* to NEW_PASSWORD */

#endif
