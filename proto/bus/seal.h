/*
 * seal - putting messages of the contract into frames: requests, and replies that no handler made.
 */
#ifndef BUS_SEAL_H
#define BUS_SEAL_H
#include "call.h"
#include "frames.h"
#include "method.h"

/* Ids that no call has: 0 is a notice, 1 is a request whose reply nobody waits for. */
enum { ID_NOTICE = 0, ID_UNHEARD = 1, ID_FIRST = 2 };

#define NOTICE_DRAINING "DRAINING"
#define NOTICE_EVENTS "EVENTS" /* there is something new in the event stream */
#define NOTICE_ALIVE "OK"      /* says nothing: shows whether the caller is still there */

/* ERR_INTERNAL: trace, tenant or source break the contract; c->detail says how. */
enum err seal_request(struct call *c, const struct method_desc *method, int64_t id,
                      int64_t deadline, struct bytes body, struct frames *out) MUST_CHECK;

/* A request without fields on the bus's own behalf, sealed with ID_UNHEARD. */
void seal_signal(const struct method_desc *method, struct arena *mem, struct frames *out);

/* A reply without body.  error: the name of one, or of a notice. */
void seal_reply(int64_t id, const char *error, struct arena *mem, struct frames *out);

#endif
