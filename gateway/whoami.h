/*
 * whoami - who is signed in at the browser of this request.
 */
#ifndef GATEWAY_WHOAMI_H
#define GATEWAY_WHOAMI_H
#include "exchange.h"

/* Puts the person's ticket into x->call, so that what is asked from then on is asked on their
 * behalf.  ERR_SIGNED_OUT: nobody is; a cookie that is worth nothing is removed. */
enum err whoami_ticket(struct exchange *x) MUST_CHECK;

/* The same, and their profile. */
enum err whoami(struct exchange *x, struct profile *out) MUST_CHECK;

/* What the browser says it is; NULL: nothing that could be kept. */
const char *whoami_browser(struct exchange *x);

#endif
