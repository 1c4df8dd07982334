/*
 * usersvc - the people: who they are, how they prove it, whether they may.
 *
 * Owns profiles, passwords and the generation that ends what was issued to a
 * person.  Calls nobody.  The contract is proto/usersvc.def; each method has a
 * file on_<method>.c.
 */
#ifndef USERSVC_USERSVC_H
#define USERSVC_USERSVC_H
#include "password.h"
#include "service.h"
#include "store.h"

struct usersvc {
    struct store *store;
    struct passwords passwords; /* tests make them cheap with password_setup */
};

extern const struct service usersvc_service;

#endif
