/*
 * recovery_code - codes on paper, for who has lost the app: each stands for a code of it, once.
 *
 * 80 random bits in base32, so that a plain digest is enough to keep them by;
 * it holds the person, so that nobody tries one code against all.
 */
#ifndef USERSVC_RECOVERY_CODE_H
#define USERSVC_RECOVERY_CODE_H
#include "arena.h"

enum { RECOVERY_CODES = 10, RECOVERY_CODE_LEN = 16 };

const char *
recovery_code_new(struct arena *mem); /* in upper case, as recovery_code_hash takes it */

const char *recovery_code_print(struct arena *mem, const char *code); /* "ABCD-EFGH-…" */

/* What looks alike on paper is taken for what can stand in one: 0 for O, 1 for I, 8 for B. */
const char *recovery_code_hash(struct arena *mem, const char *person, const char *code);

#endif
