/*
 * family_gone_store - rows of families that are not needed any more.
 *
 * A row stays FAMILY_MEMORY_MS after its end, so that a client hears that its
 * refresh token has expired.
 */
#ifndef TOKENSVC_FAMILY_GONE_STORE_H
#define TOKENSVC_FAMILY_GONE_STORE_H
#include "store.h"

enum { FAMILY_MEMORY_MS = 60 * 60 * 1000 };

/* Inside a unit: removes those that ended so long ago, `most` at most (expired.h). */
enum err family_gone_expire(struct db *db, int64_t now, int64_t most) MUST_CHECK;

/* Inside a unit: forgets living families of one who is gone, `most` at most (db_changes tells).
 * Those that ended go when their time comes. */
enum err family_gone_person(struct db *db, const char *person, int64_t most) MUST_CHECK;
enum err family_gone_client(struct db *db, const char *client_id, int64_t most) MUST_CHECK;

#endif
