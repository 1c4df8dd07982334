/*
 * event_chain - each event bears a hash over itself and the hash before it.
 *
 * So whoever has noted one number with its hash can tell that nothing up to it
 * was changed, left out or slipped in since.  The hash is SHA-256 of the hash
 * before and of the event's msgpack without its hash, as msg.h encodes it:
 * fields in the order of the contract, absent ones left out.  New fields go to
 * the end of the message, so that old events keep their hashes.
 * Pure functions, for those who write and those who verify.
 */
#ifndef PROTO_EVENT_CHAIN_H
#define PROTO_EVENT_CHAIN_H
#include "messages.h"

enum { EVENT_HASH_LEN = 32 };

/* Where a chain has got to.  All zero: before the first event. */
struct event_chain {
    int64_t number;
    uint8_t hash[EVENT_HASH_LEN];
};

/* The chain goes on with e: *self moves to it.  e->hash is not looked at.  ERR_BAD_FIELD: e breaks
 * the contract; *why names the field. */
enum err event_chain_add(struct event_chain *self, struct arena *mem, const struct event *e,
                         const char **why) MUST_CHECK;

/* Is e the next one?  *self moves to it if so; else NULL is not what it returns, but what is wrong
 * (a constant or in mem). */
const char *event_chain_fault(struct event_chain *self, struct arena *mem, const struct event *e);

#endif
