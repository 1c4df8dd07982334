/*
 * bot - an app that acts under an account of its own.
 *
 * The account is made when the bot first signs in and erased with the app.  It
 * counts only while the app may have a bot and is what it was at sign-in.
 */
#ifndef AUTHSVC_BOT_H
#define AUTHSVC_BOT_H
#include "call.h"
#include "messages.h"

/* The app, if this is its proof.  ERR_INVALID_CLIENT otherwise, whatever is not right about it. */
enum err bot_prove(struct call *c, const struct bot_proof_request *q,
                   struct client *out) MUST_CHECK;

/* Its account, called like the app.  ERR_INVALID_CLIENT: it may have none. */
enum err bot_account(struct call *c, const struct client *client, struct person *out) MUST_CHECK;

/* Is the app what it was when its bot signed in? */
enum err bot_stands(struct call *c, const char *client_id, int64_t generation,
                    bool *stands) MUST_CHECK;

#endif
