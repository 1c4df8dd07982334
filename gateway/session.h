/*
 * session - what the two steps of signing in have in common.
 */
#ifndef GATEWAY_SESSION_H
#define GATEWAY_SESSION_H
#include "exchange.h"

/* Where a person who just came goes afterwards: a page of ours that sent them here.  NULL: to the
 * front page. */
const char *session_destination(const char *to);

/* The page that asks for name and password, with what went wrong; the form says for whom it is. */
enum err session_ask(struct exchange *x, enum err e, const char *message) MUST_CHECK;

/* The person is in: to what the form says. */
void session_go_on(struct exchange *x, const char *handle);

#endif
