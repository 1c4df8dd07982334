/*
 * totp - codes of an app that shares a secret with us: six digits, new every 30 s, SHA-1.
 *
 * Apps ignore any other choice of these than this one.  liboath makes the digits; which of them
 * count is decided here: its own check compares in a time that tells how much was right, and says
 * how far off a code is, but not to which side, so that nobody could tell which step it was of.
 * Thread-safe.  Source: RFC 6238 4 and 5.2, RFC 4226 5.3.
 */
#ifndef USERSVC_TOTP_H
#define USERSVC_TOTP_H
#include "arena.h"

enum {
    TOTP_DIGITS = 6,
    TOTP_STEP_MS = 30 * 1000,
    TOTP_DRIFT = 1, /* steps that the clock of the app may be off, to either side */
};

enum err totp_init(void) MUST_CHECK; /* once a process, before anything else here */

const char *totp_secret(struct arena *mem); /* a new one: 20 random bytes in base32 */

/* *step: the one that the code is of; it may be accepted once, and none before it any more.
 * ERR_WRONG_CODE.  ERR_CRYPTO: the secret is none. */
enum err totp_check(struct arena *mem, const char *secret, const char *code, int64_t now,
                    int64_t *step) MUST_CHECK;

#endif
