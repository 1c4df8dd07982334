/*
 * person_store - the rows of people.
 *
 * Each function is one unit of its own and may be called by any thread; those
 * that take a call write the event of the change in the same unit.
 * Results live in mem, or the call's.  A deleted person's row stays, emptied: it is found by
 * id and sub where that is said, and else ERR_NOT_FOUND as if it never was.
 * ERR_STORAGE and ERR_BUSY: see store.h.
 */
#ifndef USERSVC_PERSON_STORE_H
#define USERSVC_PERSON_STORE_H
#include "person_key.h"
#include "store.h"

struct person_row {
    struct person person;
    const char *password; /* argon2id string */
};

/* Gives number and discriminator, too, which are in row->person then.  ERR_EXISTS: *taken is the
 * field that somebody else has, "username" or "email".  ERR_TOO_MANY: as many are called like that
 * as can be. */
enum err person_store_add(struct call *c, struct person_row *row, const char **taken) MUST_CHECK;

/* The same inside a unit of another store, which has the lock of people.  row->person has been
 * checked. */
enum err person_store_insert(struct db *db, struct call *c, struct person_row *row,
                             const char **taken) MUST_CHECK;

enum err person_store_get(struct store *store, struct arena *mem, const struct person_key *key,
                          struct person_row *out) MUST_CHECK;

/* Deleted ones too: they are not active. */
enum err person_store_standing(struct store *store, const struct person_key *key,
                               struct person_standing_reply *out) MUST_CHECK;

/* In the order of ids, those after `after` (NULL: from the first).  At most limit, and fewer where
 * a page would grow larger than a message may be. */
enum err person_store_page(struct store *store, struct arena *mem, const char *after, int64_t limit,
                           struct person_page *out) MUST_CHECK;

/* ERR_EXISTS: the e-mail address is somebody else's.  ERR_TOO_MANY: as many have this nickname as
 * can be.  A new address is not verified unless the request says so. */
enum err person_store_update(struct call *c, const struct person_update_request *q,
                             struct person *out) MUST_CHECK;

/* Disabling one who was not raises the generation; enabling does not lower it. */
enum err person_store_disable(struct call *c, const struct person_key *key, bool disabled,
                              struct person *out) MUST_CHECK;

/* Erases what is personal, frees user name and address, raises the generation.  OK also for a row
 * that was deleted before, so that the call can be repeated.  notice: what they are told, if they
 * are; NULL: nothing. */
struct letter;
enum err person_store_delete(struct call *c, const struct person_key *key,
                             const struct letter *notice) MUST_CHECK;

/* Raises the generation. */
enum err person_store_set_password(struct call *c, const char *id, const char *hash) MUST_CHECK;

/* The same for a person who proved the old one, and is told.  ERR_WRONG_PASSWORD: since then it has
 * been another.
 */
enum err person_store_change_password(struct call *c, const struct person *was, const char *hash,
                                      const struct letter *notice, struct person *out) MUST_CHECK;

/* The same password, hashed anew; no change if it is no longer the one behind old. */
enum err person_store_renew_password(struct store *store, const char *id, const char *old,
                                     const char *hash) MUST_CHECK;

#endif
