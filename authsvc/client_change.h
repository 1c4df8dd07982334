/*
 * client_change - what can be done to a client, each as one change: rows, secret, event.
 *
 * All run inside a write unit.  Whether somebody may do it is asked before.
 */
#ifndef AUTHSVC_CLIENT_CHANGE_H
#define AUTHSVC_CLIENT_CHANGE_H
#include "client_secret.h"

/* secret: NULL for a public client. */
enum err client_change_add(struct db *db, struct call *c, const struct client *client,
                           const struct client_secret *secret) MUST_CHECK;

/* What may change is now's; updated_at is set here. */
enum err client_change_update(struct db *db, struct call *c, const struct client *was,
                              struct client *now) MUST_CHECK;

/* A new secret as the request has it; *client is as it was before, and as it is afterwards.
 * ERR_BAD_FIELD: a public client has none. */
enum err client_change_secret(struct db *db, struct call *c,
                              const struct client_secret_rotate_request *q,
                              struct client_secret *secret, struct client *client) MUST_CHECK;

/* Without its row nothing of a client is accepted.  Its codes and transactions go when their time
 * comes, its consents in batches: there may be very many. */
enum err client_change_forget(struct db *db, struct call *c, const struct client *was) MUST_CHECK;

#endif
