/*
 * family - all that one redeemed code ever yields, and when a refresh token of it is good.
 *
 * A refresh token bears a counter.  The newest one is the head; each use makes
 * a new head.  Clients lose replies and open several tabs, so for a while a
 * replaced token still gives the present head; a token replaced longer ago is
 * in two hands, and the family ends.  Pure functions; no storage here.
 * Source: RFC 9700 4.14.2.
 */
#ifndef TOKENSVC_FAMILY_H
#define TOKENSVC_FAMILY_H
#include "arena.h"

enum {
    FAMILY_REPLACED = 4, /* heads back that are remembered */
    FAMILY_ID_LEN = 16,  /* bytes; as text in base64url */
};

struct family {
    const char *id, *client_id;
    const char *person; /* internal id */
    const char *sub, *dialect, *scope;
    const char *sid; /* NULL: offline access */
    int64_t auth_time;
    const char *acr, *amr;                                            /* NULL when not known */
    int64_t client_generation, person_generation, consent_generation; /* at its birth */
    int64_t generation;
    const char *attempt; /* HTTP request that brought the head about */
    int64_t head, head_kid;
    int64_t replaced[FAMILY_REPLACED]; /* when head-1, head-2, … were replaced; 0: never */
    int64_t created_at, expires_at, ends_at;
    bool ended; /* by whatever but the passing of time */
};

bool family_alive(const struct family *self, int64_t now);
bool family_expired(const struct family *self, int64_t now); /* and nothing else ended it */

/* What a refresh token is worth. */
enum verdict {
    VERDICT_HEAD,  /* the newest: the head may be replaced */
    VERDICT_SAME,  /* replaced a moment ago: give the head again */
    VERDICT_THEFT, /* replaced too long ago: the family must end */
    VERDICT_AHEAD, /* we never gave it: the database is older than the token */
};

struct presenter {       /* who shows the token, and when */
    int64_t now, grace;  /* ms */
    bool authenticated;  /* proved who they are */
    const char *attempt; /* their HTTP request */
};

enum verdict family_verdict(const struct family *self, int64_t counter, const struct presenter *by);

#endif
