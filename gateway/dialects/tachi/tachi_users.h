/*
 * tachi_users - ":userID" in addresses of Tachi's API: a number, a user name, or me.
 */
#ifndef GATEWAY_TACHI_USERS_H
#define GATEWAY_TACHI_USERS_H
#include "tachi.h"

/* Is this the one who asks? */
bool tachi_is(struct exchange *x, const struct tachi_caller *who, const char *user);

#endif
