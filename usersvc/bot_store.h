/*
 * bot_store - the accounts of apps' bots: one row of people for each app.
 *
 * Nobody finds them by user name or address, and they have no password, so no
 * way to sign in or to get one leads to them.
 */
#ifndef USERSVC_BOT_STORE_H
#define USERSVC_BOT_STORE_H
#include "person_store.h"

/* ERR_TOO_MANY: as many are called like that as can be. */
enum err bot_store_set(struct call *c, const struct bot_set_request *q,
                       struct person *out) MUST_CHECK;

/* Erases it; OK also when there is none. */
enum err bot_store_end(struct call *c, const char *client_id) MUST_CHECK;

#endif
