/*
 * refresh_token - the string that a refresh token is.
 *
 * Nothing is stored for it: it is the family's id and a counter under a MAC,
 * so that the same head gives the same string on every replica.
 *
 *   "ort_" base64url(version 1 | kid 4 | family 16 | counter 8 | MAC 32), numbers big-endian
 *
 * The MAC is HMAC-SHA-256 over purpose, tenant and the bytes before it.
 * Source: RFC 6749 1.5, 10.4; RFC 9700 4.14.
 */
#ifndef TOKENSVC_REFRESH_TOKEN_H
#define TOKENSVC_REFRESH_TOKEN_H
#include "family.h"
#include "key_set.h"

struct refresh_token {
    const char *family; /* id, base64url of FAMILY_ID_LEN bytes */
    int64_t counter;
};

bool refresh_token_like(const char *text);                    /* it claims to be one */
bool refresh_token_family(struct arena *mem, const char *id); /* an id of the form that fits in */

const char *refresh_token_print(struct arena *mem, const struct mac_key *key, const char *tenant,
                                const struct refresh_token *in);

/* ERR_INVALID_GRANT: not one of ours, to the last bit. */
enum err refresh_token_read(struct arena *mem, const struct key_set *keys, const char *tenant,
                            const char *text, struct refresh_token *out) MUST_CHECK;

#endif
