/*
 * api_session_key_store - the key that authsvc signs sessions of programs with.
 *
 * Drawn when it is first needed, wrapped under the key-encryption key, the same
 * for all replicas.
 */
#ifndef AUTHSVC_API_SESSION_KEY_STORE_H
#define AUTHSVC_API_SESSION_KEY_STORE_H
#include "call.h"
#include "jws_mac.h"

/* In c->mem.  ERR_CRYPTO: it was wrapped under another key. */
enum err api_session_key(struct call *c, struct oct_key *out) MUST_CHECK;

#endif
