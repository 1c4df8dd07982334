/*
 * cutoff_store - grants that are being ended.
 *
 * What a person has allowed a client rests on rows here (families) and in
 * authsvc (consent, codes).  The row of a cut-off is written first, together
 * with the end of the families, and stays until authsvc has done its part;
 * while it is there nothing is born from the grant.  Thread-safe.
 */
#ifndef TOKENSVC_CUTOFF_STORE_H
#define TOKENSVC_CUTOFF_STORE_H
#include "call.h"
#include "store.h"

enum { CUTOFF_RETRY = 5000 }; /* ms between attempts to finish one */

struct cutoff {
    const char *person, *client_id;
    int64_t asked; /* which request this is: a later one is not done with an earlier one */
};

/* Ends the families of self's person and client for good; fills in self->asked. */
enum err cutoff_store_begin(struct call *c, struct cutoff *self) MUST_CHECK;

enum err cutoff_store_finish(struct store *store, const struct cutoff *self) MUST_CHECK;

/* One that is left over and whose time has come; it comes again after CUTOFF_RETRY.
 * ERR_NOT_FOUND: there is none. */
enum err cutoff_store_due(struct store *store, struct arena *mem, int64_t now,
                          struct cutoff *out) MUST_CHECK;

/* First in every unit in which something is born from the grant (db_lock). */
enum err cutoff_lock(struct db *db, const char *person, const char *client_id) MUST_CHECK;

/* Inside a unit: is this grant just being ended? */
enum err cutoff_pending(struct db *db, const char *person, const char *client_id,
                        bool *pending) MUST_CHECK;

#endif
