/*
 * throttle_store - how often somebody may try a password or a link, or have a mail sent:
 * common/store/limiter.h with our numbers.
 *
 * Counted for the name from this source, for the name, and for the source.  The
 * name counts as it was typed (but for case), whether anybody has it or not; a user
 * name and address count apart, for otherwise the waits would tell that they
 * belong together.  A source is what one subscriber has (network.h).
 */
#ifndef USERSVC_THROTTLE_STORE_H
#define USERSVC_THROTTLE_STORE_H
#include "call.h"
#include "limiter.h"

/* Call it before the password is hashed.  ERR_THROTTLED: *wait ms too early. */
enum err throttle_store_enter(struct call *c, const char *username, struct limiter_attempt *out,
                              int64_t *wait) MUST_CHECK;

/* The password was right.  What fails here is logged: the person is let in all the same. */
void throttle_store_pass(struct call *c, const struct limiter_attempt *attempt);

/* Refuses what came too early: ERR_THROTTLED, with the time to wait. */
enum err throttle_store_refuse(struct call *c, int64_t wait_ms) MUST_CHECK;

/* Somebody wants a mail sent to an address or to whoever has a name; whether anybody has it or not
 * is no matter here.  Refuses what comes too early.  Those with a way back in count for themselves:
 * asking for others shuts nobody out, since whoever asks for them has them sent. */
enum throttle_letter { LETTER_TO_RETURN, LETTER_TO_BEGIN };
enum err throttle_store_letter(struct call *c, enum throttle_letter what,
                               const char *to) MUST_CHECK;

/* Somebody comes with the token of a link.  Refuses what comes too early; throttle_store_pass when
 * it was a right one. */
enum err throttle_store_link(struct call *c, struct limiter_attempt *out) MUST_CHECK;

/* Somebody gives a code of this person's second factor.  Refuses what comes too early;
 * throttle_store_pass when it was a right one. */
enum err throttle_store_code(struct call *c, const char *person,
                             struct limiter_attempt *out) MUST_CHECK;

/* Removes what is forgiven, in small batches. */
void throttle_store_sweep(struct store *store, int64_t now);

#endif
