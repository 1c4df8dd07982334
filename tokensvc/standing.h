/*
 * standing - does what a token rests on still stand?
 *
 * A family bears the generations of client, person and consent as they were
 * at its birth, and the session it hangs on.  When one has moved, or the
 * session has ended, the family is dead without anybody having touched it.
 * What the other services say is remembered for a second at most, and never
 * to refuse (recent.h).
 *
 * Each function gives ERR_INVALID_GRANT, with the private reason, when it does
 * not stand; faults are passed on.
 */
#ifndef TOKENSVC_STANDING_H
#define TOKENSVC_STANDING_H
#include "call.h"
#include "family.h"
#include "messages.h"

/* dialect: the client must still be switched on for it; NULL: any will do. */
enum err standing_client(struct call *c, const char *client_id, int64_t generation,
                         const char *dialect) MUST_CHECK;
/* generation 0: whatever it is now. */
enum err standing_person(struct call *c, const char *person, int64_t generation) MUST_CHECK;

/* The same, for those who want to know more of the person: *out is their profile. */
enum err standing_profile(struct call *c, const char *person, int64_t generation,
                          struct person *out) MUST_CHECK;

/* Consent and session.  wanted: scope of which the answer must be as of now; NULL: none.
 * *consented: the scope of the consent now. */
enum err standing_consent(struct call *c, const struct family *family, const char *wanted,
                          const char **consented) MUST_CHECK;

/* Consent and session of a family that was just born, as of now. */
enum err standing_birth(struct call *c, const struct family *family) MUST_CHECK;

#endif
