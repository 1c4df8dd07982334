/*
 * pkce - does a verifier prove that who redeems a code is who asked for it?
 *
 * S256 only.  Source: RFC 7636 4.1, 4.2, 4.6.
 */
#ifndef AUTHSVC_PKCE_H
#define AUTHSVC_PKCE_H
#include "arena.h"

bool pkce_challenge_valid(struct arena *mem, const char *challenge);

/* NULL: it does, or neither is there.  Else what is wrong, for logs. */
const char *pkce_fault(struct arena *mem, const char *challenge, const char *verifier);

#endif
