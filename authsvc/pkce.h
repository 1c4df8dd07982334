/*
 * pkce - does a verifier prove that who redeems a code is who asked for it?
 *
 * S256 only.  Source: RFC 7636 4.1, 4.2, 4.6.
 */
#ifndef AUTHSVC_PKCE_H
#define AUTHSVC_PKCE_H
#include "arena.h"

bool pkce_challenge_valid(struct arena *mem, const char *challenge);

/* OK: it does, or neither is there.  ERR_VERIFIER_…: what is wrong with it. */
enum err pkce_check(struct arena *mem, const char *challenge, const char *verifier) MUST_CHECK;

#endif
