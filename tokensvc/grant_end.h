/*
 * grant_end - ending all that one person has allowed one client.
 *
 * The cut-off is made durable here first; then authsvc forgets consent and
 * pending codes.  What is interrupted in between is finished later by
 * grant_end_left_over, on any replica.
 */
#ifndef TOKENSVC_GRANT_END_H
#define TOKENSVC_GRANT_END_H
#include "call.h"

enum err grant_end(struct call *c, const char *person, const char *client_id) MUST_CHECK;

/* Finishes cut-offs that were left over, as many as are due.  Failures are logged: they come
 * again. */
void grant_end_left_over(struct call *c);

#endif
