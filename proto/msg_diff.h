/*
 * msg_diff - what differs between two messages of one kind, as two JSON objects.
 *
 * For events: a secret is never in it, and what is personal is told apart.
 */
#ifndef PROTO_MSG_DIFF_H
#define PROTO_MSG_DIFF_H
#include "msg.h"

/* JSON objects of the fields that differ; NULL: there is nothing to say on that side. */
struct msg_diff {
    const char *before, *after;
};

enum msg_diff_part { MSG_DIFF_PLAIN, MSG_DIFF_PERSONAL };

/* The fields that bear the flag PERSONAL, or those that do not.  before or after NULL: nothing was
 * there, or is there any more.  A long value stands as {"sha256":"…"} of its JSON, so that an
 * object has at most 16 KiB.  desc: without lists and nested messages. */
struct msg_diff msg_diff(struct arena *mem, const struct msg_desc *desc, const void *before,
                         const void *after, enum msg_diff_part part);

#endif
