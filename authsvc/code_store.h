/*
 * code_store - authorization codes: put once, taken once.
 *
 * A code is found by its SHA-256 alone.  Taking is one statement and changes
 * the row only the first time: the attempt that it names is the winner, and
 * whoever comes later sees that.  What is compared with the request is compared
 * after that is durable, so a wrong guess uses the code up.
 * A row stays CODE_MEMORY_MS after its code's end, so that a replay is known.
 * Source: RFC 6749 4.1.2 and 10.5, RFC 9700 4.5.
 */
#ifndef AUTHSVC_CODE_STORE_H
#define AUTHSVC_CODE_STORE_H
#include "call.h"
#include "store.h"

enum { CODE_MEMORY_MS = 24 * 60 * 60 * 1000 };

struct code {
    struct bytes hash;
    const char *family;    /* of the tokens that it will yield */
    const char *client_id; /* "": for whoever takes it (bare_code.h), until somebody has */
    const char *redirect_uri, *dialect;
    const char *challenge; /* S256; NULL: none */
    const char *person, *sub;
    const char *sid; /* session that the tokens hang on; NULL: offline access */
    const char *scope;
    const char *nonce; /* NULL: none */
    int64_t auth_time; /* ms, as all times */
    const char *acr, *amr;
    int64_t client_generation, person_generation, consent_generation;
    int64_t expires_at;
    const char *attempt; /* that took it; NULL: not taken */
    int64_t taken_at;
};

enum err code_store_put(struct db *db, const struct code *code) MUST_CHECK;

struct code_taker {
    struct bytes hash; /* of the code */
    const char *attempt, *client_id;
};

/* out->attempt and taken_at are the first taker's, which may be this one; of a code that was for
 * nobody in particular client_id, too.  ERR_NOT_FOUND: there is no such code. */
enum err code_store_take(struct store *store, struct arena *mem, const struct code_taker *by,
                         int64_t now, struct code *out) MUST_CHECK;

/* Removes the codes of this person and client that were not taken. */
enum err code_store_drop(struct db *db, const char *client_id, const char *person) MUST_CHECK;

/* Removes rows that are no longer needed, `most` at most. */
enum err code_store_expire(struct db *db, int64_t now, int64_t most) MUST_CHECK;

/* Those of a person who is gone, `most` at most; *n: how many went. */
enum err code_store_forget(struct db *db, struct call *c, const char *person, int64_t most,
                           int64_t *n) MUST_CHECK;

#endif
