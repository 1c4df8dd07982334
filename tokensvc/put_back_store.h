/*
 * put_back_store - what ends when a copy of the token families is put back.
 *
 * All of them, by the epoch.  What was issued to clients themselves ends with
 * the generations of the clients; opaque tokens and API keys are forgotten.
 */
#ifndef TOKENSVC_PUT_BACK_STORE_H
#define TOKENSVC_PUT_BACK_STORE_H
#include "store.h"

enum err put_back_tokens(struct db *db, const struct copy_mark *mark) MUST_CHECK; /* store.h */

#endif
