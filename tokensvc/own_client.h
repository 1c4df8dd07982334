/*
 * own_client - the app of the person who asks.
 */
#ifndef TOKENSVC_OWN_CLIENT_H
#define TOKENSVC_OWN_CLIENT_H
#include "call.h"
#include "messages.h"

/* Asks authsvc.  ERR_NOT_FOUND: there is no such app, or it is not theirs. */
enum err own_client(struct call *c, const char *client_id, const struct client **out) MUST_CHECK;

#endif
