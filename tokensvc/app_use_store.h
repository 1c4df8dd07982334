/*
 * app_use_store - how much an app is used, from the rows of families.
 */
#ifndef TOKENSVC_APP_USE_STORE_H
#define TOKENSVC_APP_USE_STORE_H
#include "messages.h"
#include "store.h"

/* Fills in families and people. */
enum err app_use_store_count(struct store *store, const char *client_id, int64_t now,
                             struct app_use_reply *out) MUST_CHECK;

#endif
