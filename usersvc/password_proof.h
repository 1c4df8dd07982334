/*
 * password_proof - somebody gives a password to prove who they are.
 *
 * The one way in which passwords are tested: every attempt is counted first
 * (throttle_store.h), and whoever may not come in gets the same answer at the
 * same cost, whatever the reason.
 */
#ifndef USERSVC_PASSWORD_PROOF_H
#define USERSVC_PASSWORD_PROOF_H
#include "call.h"
#include "person_store.h"

struct password_attempt {
    const char *name; /* what it counts for: the name that was typed, or the person's own */
    struct person_key key;
    const char *password;
};

/* OK: *out is the person.  ERR_WRONG_PASSWORD; ERR_THROTTLED: c->wait seconds too early. */
enum err password_proof(struct call *c, const struct password_attempt *attempt,
                        struct person_row *out) MUST_CHECK;

#endif
