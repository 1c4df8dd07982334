/*
 * person_key - one person, by one of the ways to name one.
 *
 * A user name has no '@' and an address has one, so that the two never meet.
 */
#ifndef USERSVC_PERSON_KEY_H
#define USERSVC_PERSON_KEY_H
#include "call.h"
#include "messages.h"

struct person_key { /* one of them, the others NULL */
    const char *id, *sub;
    const char *username, *email; /* in lower case */
};

/* ERR_BAD_FIELD unless exactly one field is there. */
enum err person_key_of(struct call *c, const struct person_ref *ref,
                       struct person_key *out) MUST_CHECK;

struct person_key person_key_by_name(struct arena *mem, const char *username_or_email);

#endif
