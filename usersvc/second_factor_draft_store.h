/*
 * second_factor_draft_store - second factors that are being added: a secret that an app may know.
 *
 * One a person, sealed (vault.h); asked for again it is the same until it expires, so that a page
 * can be drawn twice.  It counts for nothing.
 */
#ifndef USERSVC_SECOND_FACTOR_DRAFT_STORE_H
#define USERSVC_SECOND_FACTOR_DRAFT_STORE_H
#include "call.h"
#include "messages.h"
#include "store.h"
#include "vault.h"

struct draft {
    const char *secret;  /* base32 */
    struct bytes sealed; /* the same, as it is kept */
    int64_t expires_at;
};

/* Where the secret of a person is kept, before and after it counts. */
struct vault_place second_factor_place(const char *person);

/* The one that there is, or this one if there is none.  ERR_EXISTS: they have a second factor. */
enum err draft_store_need(struct call *c, const struct person *person, const struct draft *fresh,
                          struct draft *out) MUST_CHECK;

/* ERR_NOT_FOUND: there is none, or it is void. */
enum err draft_store_find(struct call *c, const struct person *person,
                          struct draft *out) MUST_CHECK;

/* Inside a unit: it is none any more.  ERR_EXPIRED: another one is, or none. */
enum err draft_store_take(struct db *db, const struct person *person, struct bytes sealed,
                          int64_t now) MUST_CHECK;

enum err draft_store_forget(struct db *db, const char *person) MUST_CHECK; /* the same */

/* Idle work: those that nobody came back for.  What fails is logged. */
void draft_store_sweep(struct store *store, int64_t now);

#endif
