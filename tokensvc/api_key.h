/*
 * api_key - keys for programs: made, recognised, shown again.
 *
 * A key stands for its person within its scope, as long as nobody ends it: it
 * survives a new password.  It dies with the person and with the client that
 * got it, and is refused while either is disabled.
 */
#ifndef TOKENSVC_API_KEY_H
#define TOKENSVC_API_KEY_H
#include "api_key_policy.h"
#include "api_key_store.h"
#include "call.h"

struct api_key;

enum { API_KEY_FRESH_MS = 5 * 60 * 1000 }; /* how old the sign-in may be, to see a key */

/* row: id, hash, copy and time of birth are given here.  most: as api_key_store_put.  A family that
 * has a key gets the same one again: *row is then that one.  ERR_NOT_FOUND: the family has ended.
 */
enum err api_key_mint(struct call *c, const struct api_key_policy *policy, struct api_key_row *row,
                      int64_t most, const char **key) MUST_CHECK;

/* The key that the client in *row has of the person, if it has one that is good for the same;
 * otherwise a new one.  ERR_DISABLED: what the person has allowed it is just being ended. */
enum err api_key_of_client(struct call *c, const struct api_key_policy *policy,
                           struct api_key_row *row, const char **key, bool *was_there) MUST_CHECK;

/* It should not have been made. */
enum err api_key_take_back(struct call *c, struct api_key_row *row) MUST_CHECK;

/* ERR_INVALID_TOKEN and the private reason: it is none of ours. */
enum err api_key_find(struct call *c, const char *key, struct api_key_row *out) MUST_CHECK;

/* Inside a unit: one of those of whoever asks.  ERR_NOT_FOUND: there is none, or no longer, or
 * none in the dialect of the program that asks. */
enum err api_key_hold(struct db *db, struct call *c, const struct api_key_name *which,
                      struct api_key_row *out) MUST_CHECK;

/* Inside a unit: the copy.  ERR_NOT_FOUND: there is none. */
enum err api_key_show(struct db *db, struct call *c, const struct api_key_row *row,
                      const char **key) MUST_CHECK;

/* As its owner sees it. */
struct api_key api_key_view(const struct api_key_row *row);

#endif
