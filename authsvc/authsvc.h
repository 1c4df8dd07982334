/*
 * authsvc - who may ask for what: apps, browser sessions, consents, codes.
 *
 * Owns clients, sessions, authorization requests that wait for a person,
 * consents and authorization codes.  Calls usersvc.  Mints the tickets by which
 * the other services know that a person is there.  The contract is
 * proto/authsvc.def; each method has a file on_<method>.c.
 */
#ifndef AUTHSVC_AUTHSVC_H
#define AUTHSVC_AUTHSVC_H
#include "actor.h"
#include "config.h"
#include "secret.h"
#include "service.h"
#include "tally.h"
#include "vault.h"

#define CONFIG CONFIG_MEMBER
struct authsvc_config {
#include "authsvc.config.def"
};
#undef CONFIG

extern const struct config_table authsvc_config_table;

struct authsvc {
    const struct authsvc_config *config; /* borrowed */
    struct store *store;
    int64_t events_keep;                    /* ms; 0: for ever */
    uint8_t actor_secret[ACTOR_SECRET_LEN]; /* what tickets are signed with */
    uint8_t kek[SECRET_KEY_LEN];            /* what owners' keys are wrapped under */
    char *tenant;
    struct vault vault; /* of the two above */
    struct tally *tally;
};

extern const struct service authsvc_service;

#endif
