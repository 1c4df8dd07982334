/*
 * sign_in_code - the second step of signing in, for people who have a second factor.
 *
 * What stands for the first is in a cookie: it is good for five minutes and in
 * this browser only, and knows which app waits for it.
 */
#ifndef GATEWAY_SIGN_IN_CODE_H
#define GATEWAY_SIGN_IN_CODE_H
#include "exchange.h"

/* The password was right, and a code is wanted: to the page that asks for it.  handle, to: where
 * the person goes afterwards; NULL: nowhere in particular. */
void sign_in_code_want(struct exchange *x, const struct sign_in_reply *half, const char *handle,
                       const char *to);

#endif
