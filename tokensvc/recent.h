/*
 * recent - what other services said a moment ago.
 *
 * A reply counts for RECENT_KEEP ms from the moment it was asked for; longer, up
 * to RECENT_VOUCHED, while the event stream of its service says that nothing has
 * happened since to whom it is about (vouching.h); and no longer than until the
 * stream says that something has.  It counts only to say yes: when a remembered reply does not do,
 * the service is asked again before anybody is refused.  Refusals and faults are not remembered.
 * Bounded and thread-safe; replies are kept encoded and wiped when they go.
 */
#ifndef TOKENSVC_RECENT_H
#define TOKENSVC_RECENT_H
#include "follow.h"
#include "method.h"

enum {
    RECENT_KEEP = 1000,         /* ms */
    RECENT_VOUCHED = 60000,     /* ms */
    RECENT_REPLY_MAX = 8192,    /* bytes; longer replies are not remembered */
    RECENT_AGAIN_A_SECOND = 500 /* times that a remembered reply is asked for again */
};

struct question {
    const struct method_desc *method;
    const void *request;
    /* Would this reply do?  Asked of every reply, and last of the one that is returned. */
    bool (*good)(const void *reply, const void *arg);
    const void *arg;
    const char *client_id, *person; /* whom the reply is about; NULL: nobody */
};

struct recent;
struct recent *recent_open(void);
void recent_close(struct recent **self);                        /* NULL is fine */
void recent_keep_for(struct recent *self, int64_t ms);          /* 0: nothing is remembered */
void recent_told(struct recent *self, const struct news *news); /* by the services it asks */
void recent_sweep(struct recent *self);                         /* wipes what is too old */

/* As rpc_call.  The reply is remembered or fresh; one that is not good is fresh, unless the service
 * was asked again too often in this second. */
enum err recent_ask(struct recent *self, struct call *c, const struct question *question,
                    void *reply) MUST_CHECK;

/* The reply is fresh, and remembered from now on. */
enum err recent_ask_anew(struct recent *self, struct call *c, const struct question *question,
                         void *reply) MUST_CHECK;

#endif
