/*
 * refresh_short - a refresh token of a length that a dialect prescribes.
 *
 * There is no room for all that refresh_token.h writes down, so it bears the
 * beginning of the family's id and as much of the MAC as fits; the id itself is
 * under the MAC.  Still nothing is stored for it, and the same head gives the
 * same string on every replica.
 *
 *   prefix | kid 8 | family 60 | counter 28 | MAC, in bits, as digits of the shape
 *
 * Families whose ids begin alike are told apart by the MAC.
 * Source: RFC 6749 1.5, 10.4; RFC 9700 4.14.
 */
#ifndef TOKENSVC_REFRESH_SHORT_H
#define TOKENSVC_REFRESH_SHORT_H
#include "refresh_token.h"
#include "shape.h"

enum {
    REFRESH_SHORT_HEAD = 12,     /* bytes in front of the MAC */
    REFRESH_SHORT_MAC_BITS = 96, /* that a shape leaves for it at least */
};
static const int64_t REFRESH_SHORT_LAST = (1 << 28) - 1; /* the last counter that fits */

struct refresh_short {
    int64_t kid;        /* its last 8 bits */
    const char *begins; /* what the family's id, as text, begins with */
    int64_t counter;
};

/* The counter fits. */
const char *refresh_short_print(struct arena *mem, const struct shape *shape,
                                const struct mac_key *key, const char *tenant,
                                const struct refresh_token *in);

/* What a text of this shape claims.  NOTHING IS VERIFIED: print it again and compare. */
struct refresh_short refresh_short_read(struct arena *mem, const struct shape *shape,
                                        const char *text);

#endif
