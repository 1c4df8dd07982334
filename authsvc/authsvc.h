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
#include "service.h"
#include "store.h"

struct authsvc {
    struct store *store;
    uint8_t actor_secret[ACTOR_SECRET_LEN]; /* what tickets are signed with */
};

extern const struct service authsvc_service;

#endif
