/*
 * actor - tickets by which authsvc vouches for a person towards the other services.
 *
 * A ticket is the msgpack of struct actor behind its Ed25519 signature; it lives
 * a few minutes at most.  The gateway carries tickets and cannot make them, so
 * it cannot act for a person who is not there.
 */
#ifndef PROTO_ACTOR_H
#define PROTO_ACTOR_H
#include "messages.h"

enum { ACTOR_PUBLIC_LEN = 32, ACTOR_SECRET_LEN = 64, ACTOR_LIFETIME_MS = 5 * 60 * 1000 };

void actor_keys_make(uint8_t public_key[ACTOR_PUBLIC_LEN], uint8_t secret_key[ACTOR_SECRET_LEN]);
enum err actor_mint(struct arena *mem, struct bytes secret_key, const struct actor *actor,
                    struct bytes *ticket) MUST_CHECK;

/* May this be done in that dialect on behalf of the person?  A program acts in its own alone. */
bool actor_acts_in(const struct actor *actor, const char *dialect);

/* ERR_FORBIDDEN: not one of authsvc's, or no longer valid at now (wall clock, ms). */
enum err actor_check(struct arena *mem, struct bytes public_key, struct bytes ticket, int64_t now,
                     struct actor *out) MUST_CHECK;

#endif
