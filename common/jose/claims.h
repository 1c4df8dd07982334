/*
 * claims - reading the payload of a verified JWT.
 *
 *   AUTO(claims) claims = {0};
 *   enum err e = claims_read(mem, payload, &claims, &why);
 *   ... claims_str(&claims, "iss") ...
 *
 * Types are strict: a payload whose registered claims (RFC 7519 4.1, and those
 * of RFC 9068 and OpenID Connect that are strings or times) have the wrong
 * type is refused as a whole, so that afterwards NULL and false mean absent.
 * Times are whole seconds from 0 to the year 9999; fractions are refused.
 * Strings that come back live in mem, longer than the claims.  One thread.
 */
#ifndef JOSE_CLAIMS_H
#define JOSE_CLAIMS_H
#include "arena.h"
#include <jansson.h>

struct claims {
    struct arena *mem;
    json_t *root; /* for claims_* alone */
};

/* ERR_INVALID_TOKEN, and why in mem: it names the claim, never its value. */
enum err claims_read(struct arena *mem, struct bytes payload, struct claims *out,
                     const char **why) MUST_CHECK;
void claims_done(struct claims *self); /* fine when never read, or twice */

const char *claims_str(const struct claims *self, const char *name); /* NULL: no such string */
bool claims_int(const struct claims *self, const char *name,
                int64_t *out); /* false: no such whole number */
bool claims_has_audience(const struct claims *self, const char *aud); /* aud is it, or lists it */

#endif
