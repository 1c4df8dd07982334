/*
 * half - between the password and the code of a person who has a second factor.
 *
 * What stands for it is random and works only where it was given: in the
 * browser whose cookie asked for it, or in one dialect.  What is hashed says
 * which of the two, in characters that no handle from outside may have, so that
 * nothing else is ever found by it.
 */
#ifndef AUTHSVC_HALF_H
#define AUTHSVC_HALF_H
#include "call.h"
#include "half_store.h"
#include "messages.h"

/* Where it counts. */
struct half_place {
    const char *browser; /* cookie; NULL: a program's */
    const char *dialect; /* of a program; NULL: a browser's */
    const char *handle;  /* of the transaction that waits for the sign-in; NULL: none */
};

/* The password of this person was right.  *token: what stands for that. */
enum err half_begin(struct call *c, const struct person *person, const struct half_place *place,
                    const char **token) MUST_CHECK;

/* It comes back with a code, which is used up if it is right: *person has proved who they are, and
 * the half is to be taken with the session that begins.  ERR_EXPIRED: it is none here, or no
 * longer; ERR_WRONG_CODE, ERR_THROTTLED: it stays. */
enum err half_prove(struct call *c, const char *token, const char *code,
                    const struct half_place *place, struct half *half,
                    struct second_factor_proof *out) MUST_CHECK;

#endif
