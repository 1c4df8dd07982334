/*
 * basic_auth - the client's name and secret in an Authorization header (RFC 6749 2.3.1, RFC 7617).
 *
 * Both halves are form-encoded before they are joined by ':' and put into base64.
 */
#ifndef GATEWAY_BASIC_AUTH_H
#define GATEWAY_BASIC_AUTH_H
#include "arena.h"

/* Is the scheme Basic? */
bool basic_auth_is(const char *header);

/* ERR_INVALID_CLIENT: *why says what is wrong, fit for the public; nothing of the secret is in it.
 */
enum err basic_auth_read(struct arena *mem, const char *header, const char **id,
                         const char **secret, const char **why) MUST_CHECK;

#endif
