/*
 * opencollective_caller - who asks, by whatever they show.
 *
 * Three things count as Authorization: Bearer: the JWT of a session, and the
 * JWT around an access token; anything else there, an access token without its
 * JWT among it, is nobody's, and nobody is told so.  A personal token comes in
 * Personal-Token or Api-Key, in the query as personalToken or apiKey, or in the
 * path, on a route with the segment :personal_token; one that is shown must be
 * good.  A cookie counts for nothing here.
 */
#ifndef GATEWAY_OPENCOLLECTIVE_CALLER_H
#define GATEWAY_OPENCOLLECTIVE_CALLER_H
#include "exchange.h"

enum oc_kind { OC_ANONYMOUS, OC_SESSION, OC_OAUTH, OC_PERSONAL };

struct oc_caller {
    enum oc_kind kind;
    struct profile person; /* unless anonymous: all of it.  What the scope does not allow to be told
                              (email) is held back by whoever answers */
    const char *scope;     /* OC_OAUTH, OC_PERSONAL: words, may be ""; others: NULL, no bounds */
    const char *client_id; /* OC_OAUTH: whose app it is; else NULL */
    const char *token_id;  /* OC_PERSONAL: public name of the key; else NULL */
    int64_t second_at;     /* OC_SESSION: ms, a code of the second factor was given; 0: never */
};

/* OC_SESSION: x->call.ticket is the person's from now on, so methods that want an actor work.  The
 * others have no ticket: a token manages neither apps nor tokens.
 * Errors are for the manner of the route, OPENCOLLECTIVE_API, which says them as recorded: a JWT
 * that has expired, a person who has changed password or address since or is disabled, a personal
 * token that is unknown or has expired. */
enum err opencollective_caller(struct exchange *x, struct oc_caller *out) MUST_CHECK;

#endif
