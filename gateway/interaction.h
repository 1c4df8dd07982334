/*
 * interaction - what stands between an authorization request and its answer: sign-in and consent.
 *
 * The transaction lives in authsvc under a handle that works only in the
 * browser that began it, so the handle may stand in an address.
 */
#ifndef GATEWAY_INTERACTION_H
#define GATEWAY_INTERACTION_H
#include "exchange.h"

/* The cookie that tells this browser from others; a new one if there is none. */
const char *interaction_browser(struct exchange *x);

/* Sends the browser on: to the app with the answer, or to the page of the transaction. */
void interaction_go_on(struct exchange *x, const struct interaction_step *step);

const char *interaction_address(struct arena *mem, const char *handle);

/* To the page of the transaction; NULL: to our own front page. */
void interaction_return(struct exchange *x, const char *handle);

/* Where does this transaction stand?  ERR_EXPIRED: it is over, or this is another browser. */
enum err interaction_look(struct exchange *x, const char *handle,
                          struct interaction_step *step) MUST_CHECK;

/* What the person is to see of it: a page; or, if there is an answer, the browser goes on. */
enum err interaction_show(struct exchange *x, const char *handle,
                          const struct interaction_step *step) MUST_CHECK;

#endif
