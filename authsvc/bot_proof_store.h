/*
 * bot_proof_store - what the bot of an app shows, made of the app's secret.
 *
 * Kept as the secret is, as a hash under the key of that secret's row: made
 * with it, valid as long as it.
 */
#ifndef AUTHSVC_BOT_PROOF_STORE_H
#define AUTHSVC_BOT_PROOF_STORE_H
#include "bot_policy.h"
#include "call.h"
#include "messages.h"
#include "store.h"

/* Inside the unit that has just put the secret's row. */
enum err bot_proof_put(struct db *db, struct arena *mem, const struct bot_policy *policy,
                       const char *client_id, const char *secret,
                       const struct secret_check *check) MUST_CHECK;

/* Is it that of a secret in use? */
enum err bot_proof_check(struct call *c, const char *client_id, const char *proof,
                         bool *right) MUST_CHECK;

#endif
