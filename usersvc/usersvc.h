/*
 * usersvc - the people: who they are, how they prove it, whether they may.
 *
 * Owns profiles, passwords and the generation that ends what was issued to a
 * person; what is to be mailed to people waits in its outbox.  Calls nobody.  The contract is
 * proto/usersvc.def; each method has a file on_<method>.c.
 */
#ifndef USERSVC_USERSVC_H
#define USERSVC_USERSVC_H
#include "config.h"
#include "password.h"
#include "service.h"
#include "store.h"
#include "vault.h"

#define CONFIG CONFIG_MEMBER
struct usersvc_config {
#include "usersvc.config.def"
};
#undef CONFIG

extern const struct config_table usersvc_config_table;

struct usersvc {
    const struct usersvc_config *config; /* borrowed */
    struct bytes kek; /* borrowed; seals what waits to be sent, and the keys of person_event.h */
    char *tenant;
    struct vault vault; /* of the two above */
    struct store *store;
    int64_t events_keep;        /* ms; 0: for ever */
    struct passwords passwords; /* tests make them cheap with password_setup */
};

extern const struct service usersvc_service;

#endif
