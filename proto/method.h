/*
 * method - a method of the contract: who may call it, for whom, how fast, how large.
 */
#ifndef PROTO_METHOD_H
#define PROTO_METHOD_H
#include "msg.h"

/* A role is what an authenticated bus key stands for; a METHOD row names the roles it serves. */
enum role {
    ROLE_GATEWAY = 1,
    ROLE_TOKENSVC = 2,
    ROLE_AUTHSVC = 4,
    ROLE_USERSVC = 8,
    ROLE_COURIER = 16,
    ROLE_ADMIN = 32,
    ROLE_EVERYONE = 63,
};

/* A class has threads and a bounded queue of its own in every service (design: section 4). */
enum method_class {
    CLASS_LOCAL,  /* calls no other service */
    CLASS_REMOTE, /* calls other services, synchronously */
    CLASS_HASH,   /* hashes passwords, or waits for a service that does */
    CLASS_BULK,   /* long lists */
    CLASS_COUNT
};

/* Whose ticket must come with the call: nobody's; that of any account, bots too; a person's, by
 * whatever session; a person's at a browser, because a program may not do this for them. */
enum method_actor { ACTOR_NONE, ACTOR_ACCOUNT, ACTOR_SELF, ACTOR_BROWSER };

struct method_desc {
    const char *service, *name; /* "tokensvc", "tokensvc.token" */
    const struct msg_desc *request, *reply;
    enum method_class class;
    unsigned callers; /* roles */
    enum method_actor actor;
    bool idempotent;     /* may be asked again elsewhere when a replica dies in mid-call */
    int64_t deadline_ms; /* the longest a caller waits */
    size_t max_body;     /* bytes of an encoded request */
    const char *doc;
};

/* The whole contract, in the order of its files; both end with NULL. */
extern const struct msg_desc *const contract_messages[];
extern const struct method_desc *const contract_methods[];
const struct method_desc *method_by_name(const char *name); /* "tokensvc.token"; NULL: none */

const char *role_name(enum role role);
bool role_by_name(const char *name, enum role *out); /* "gateway" … "admin" */
const char *method_class_name(enum method_class class);
const char *method_actor_name(enum method_actor actor); /* "" for ACTOR_NONE */

#endif
