/*
 * avatar_store - the picture of a person, and its name in their row, as one change.
 */
#ifndef USERSVC_AVATAR_STORE_H
#define USERSVC_AVATAR_STORE_H
#include "call.h"
#include "messages.h"

/* png: see picture_fault; absent: they have none from now on.  ERR_NOT_FOUND: there is no such
 * person, or no longer. */
enum err avatar_store_set(struct call *c, const char *person, struct bytes png,
                          struct person *out) MUST_CHECK;

#endif
