/*
 * consent_store - what people have allowed clients, by dialect.
 *
 * A row is never deleted while its client exists: withdrawing empties it and
 * raises its generation, so that no number is ever given twice and what was
 * issued under the old one is dead.
 */
#ifndef AUTHSVC_CONSENT_STORE_H
#define AUTHSVC_CONSENT_STORE_H
#include "call.h"
#include "store.h"

struct consent_key {
    const char *client_id, *person, *dialect;
};

struct consent {
    const char *scope;
    int64_t generation;
};

/* First in every unit that reads a consent and then writes it, or ends it (db_lock). */
enum err consent_store_lock(struct db *db, const char *client_id, const char *person) MUST_CHECK;

/* ERR_NOT_FOUND: never given, or withdrawn. */
enum err consent_store_get(struct db *db, struct arena *mem, const struct consent_key *key,
                           struct consent *out) MUST_CHECK;
enum err consent_store_find(struct store *store, struct arena *mem, const struct consent_key *key,
                            struct consent *out) MUST_CHECK;

/* Consent to all of scope from now on.  The generation stays as it is, or is the first. */
enum err consent_store_put(struct db *db, const struct consent_key *key, const char *scope,
                           int64_t now, int64_t *generation) MUST_CHECK;

/* Whose it is by their number, for those who are told (hook.h).  0: not known, changes nothing. */
enum err consent_store_number(struct db *db, const struct consent_key *key,
                              int64_t number) MUST_CHECK;

/* What this person allows this client, in whatever dialects.  any: something. */
struct consent_any {
    bool any;
    int64_t number; /* of the person; 0: not known */
};
enum err consent_store_any(struct db *db, const char *client_id, const char *person,
                           struct consent_any *out) MUST_CHECK;

/* The clients that this person has let in and that want to be told, *n at most; *n: how many. */
struct consent_told {
    const char *client_id;
    int64_t number; /* of the person; 0: not known */
};
enum err consent_store_told(struct db *db, struct arena *mem, const char *person,
                            struct consent_told *out, size_t *n) MUST_CHECK;

/* In all dialects, each with its event; OK also when there is none. */
enum err consent_store_withdraw(struct db *db, struct call *c, const char *client_id,
                                const char *person) MUST_CHECK;

/* A client was deleted: its rows go in batches of consent_store_expire, `most` at a time. */
enum err consent_store_note_leftover(struct db *db, const char *client_id) MUST_CHECK;
enum err consent_store_expire(struct db *db, int64_t now, int64_t most) MUST_CHECK;

/* Those of a person who is gone, `most` at most; *n: how many went. */
enum err consent_store_forget(struct db *db, struct call *c, const char *person, int64_t most,
                              int64_t *n) MUST_CHECK;

#endif
