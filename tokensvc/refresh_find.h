/*
 * refresh_find - a refresh token that somebody shows, whatever its shape, and its family.
 *
 * The MAC is checked before anything else is believed; whether the family
 * lives, whose it is and what the counter is worth are other questions.
 */
#ifndef TOKENSVC_REFRESH_FIND_H
#define TOKENSVC_REFRESH_FIND_H
#include "call.h"
#include "refresh_token.h"

struct refresh_found {
    struct refresh_token token;
    struct family family;
    int64_t newest_kid; /* of the key for a new head */
};

bool refresh_like(const char *text); /* it claims to be one */

/* ERR_NOT_FOUND, and the private reason: it is not one of ours, or its family is gone. */
enum err refresh_find(struct call *c, const char *text, struct refresh_found *out) MUST_CHECK;

#endif
