/*
 * second_factor - somebody gives a code to prove that they hold what stands beside the password.
 *
 * The one way in which codes are tested: every attempt is counted first
 * (throttle_store.h), for the person and not for the name, and a right password
 * buys none back.  What was right is used up.
 */
#ifndef USERSVC_SECOND_FACTOR_H
#define USERSVC_SECOND_FACTOR_H
#include "call.h"
#include "messages.h"

/* ERR_WRONG_CODE: also of a person who has none, or may not come in.  ERR_THROTTLED: c->wait
 * seconds too early. */
enum err second_factor_prove(struct call *c, const char *person, const char *code,
                             struct second_factor_proof *out) MUST_CHECK;

/* What people do to their own takes a sign-in of a moment ago, or ERR_SIGN_IN_AGAIN: somebody else
 * may have sat down where they are signed in. */
enum err second_factor_fresh(struct call *c) MUST_CHECK;

/* A code as it is compared: in upper case, without blanks and hyphens. */
const char *second_factor_bare(struct arena *mem, const char *code);

/* RECOVERY_CODES new ones, and as they are shown. */
const char *const *second_factor_codes(struct arena *mem, struct strs *shown);

#endif
