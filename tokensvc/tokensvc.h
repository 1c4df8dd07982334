/*
 * tokensvc - signing keys, token families, and the endpoints that deal in tokens.
 *
 * Calls authsvc (clients, codes, consents) and usersvc (people).  The contract
 * is proto/tokensvc.def: on_x.c answers method x.  Grants are rows of
 * grants.def.  The rules are those of families (family.h), of what a token
 * rests on (standing.h) and of keys (signing_keys.h).
 */
#ifndef TOKENSVC_TOKENSVC_H
#define TOKENSVC_TOKENSVC_H
#include "recent.h"
#include "secret.h"
#include "service.h"
#include "signing_keys.h"
#include "tally.h"
#include "vault.h"
#include "verified.h"

struct tokensvc {
    char *tenant;
    uint8_t kek[SECRET_KEY_LEN];
    struct vault vault; /* of the two above */
    struct store *store;
    int64_t events_keep; /* ms; 0: for ever */
    struct signing_keys *keys;
    struct recent *recent; /* tests forget at once with recent_keep_for */
    struct verified *verified;
    struct tally *tally;
};

extern const struct service tokensvc_service;

#endif
