/*
 * password - how passwords are kept: as argon2id strings.
 *
 * Such a string holds its own parameters, so a hash of any cost can be checked;
 * one whose cost is no longer the present one is renewed when its password is
 * seen next.  A password of nobody is checked against a decoy of the present
 * cost, so that the time does not tell who has an account.
 * Thread-safe after password_setup.  Source: RFC 9106.
 */
#ifndef USERSVC_PASSWORD_H
#define USERSVC_PASSWORD_H
#include "arena.h"
#include <sodium.h>

struct password_cost {
    uint64_t passes;
    size_t memory; /* bytes, for as long as a hash takes */
};

/* OWASP's first choice for argon2id; about 9 ms. */
extern const struct password_cost password_cost_default;

struct passwords {
    struct password_cost cost;
    char decoy[crypto_pwhash_STRBYTES]; /* of a password that nobody knows */
    _Atomic int64_t runs;               /* how often argon2id ran: cost that can be counted */
};

/* ERR_CRYPTO here and below: argon2id could not run (memory), or the kept string is no hash. */
enum err password_setup(struct passwords *self, const struct password_cost *cost) MUST_CHECK;

enum err password_hash(struct passwords *self, struct arena *mem, const char *password,
                       const char **out) MUST_CHECK;

/* ERR_WRONG_PASSWORD also when there is nothing to compare with (hash NULL), at the same cost. */
enum err password_verify(struct passwords *self, const char *hash, const char *password) MUST_CHECK;

bool password_outdated(const struct passwords *self, const char *hash);

#endif
