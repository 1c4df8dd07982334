/*
 * post - the mails that people get in the world: files that its courier has written.
 */
#ifndef HARNESS_POST_H
#define HARNESS_POST_H
#include "world.h"

/* The courier collects what is to be sent, and sends all that is due.  Inline worlds only. */
void post_deliver(struct world *world);

/* How many mails have come to this mailbox with a link to this path ("/password/reset"); path NULL:
 * all.  to NULL: whoever it went to. */
size_t post_count(struct world *world, const char *to, const char *path);

/* The token in the link of one such mail, the one that came last; NULL: there is none. */
const char *post_token(struct world *world, const char *to, const char *path);

/* The same after post_deliver; fails the case when there is none. */
const char *post_wait(struct world *world, const char *to, const char *path);

#endif
