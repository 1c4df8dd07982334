/*
 * asker - the person on whose behalf a method is called.
 *
 * A ticket outlives the account by minutes at most; here it ends with it.
 */
#ifndef USERSVC_ASKER_H
#define USERSVC_ASKER_H
#include "call.h"
#include "person_store.h"

/* The person with this id, who is said to be signed in.  ERR_SIGNED_OUT: deleted or disabled. */
enum err asker_get(struct call *c, const char *id, struct person_row *out) MUST_CHECK;

/* The same, and the password proves that it is them. */
enum err asker_prove(struct call *c, const char *id, const char *password,
                     struct person_row *out) MUST_CHECK;

struct profile asker_profile(const struct person *person);

#endif
