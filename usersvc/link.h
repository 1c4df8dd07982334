/*
 * link - what is common to those who come with the link of a mail.
 */
#ifndef USERSVC_LINK_H
#define USERSVC_LINK_H
#include "throttle_store.h"

/* After a link was looked up: a good one takes the attempt back, ERR_NOT_FOUND becomes
 * ERR_EXPIRED, for whether there ever was such a link is nobody's business. */
enum err link_outcome(struct call *c, const struct limiter_attempt *attempt,
                      enum err found) MUST_CHECK;

/* The same for one that was good a moment ago. */
enum err link_used(struct call *c, enum err e) MUST_CHECK;

#endif
