/*
 * recovery_code_store - the recovery codes that people have left, as digests.
 */
#ifndef USERSVC_RECOVERY_CODE_STORE_H
#define USERSVC_RECOVERY_CODE_STORE_H
#include "letter.h"
#include "recovery_code.h"
#include "store.h"

/* Inside a unit that has the lock of people: these RECOVERY_CODES in place of those there were. */
enum err recovery_code_store_put(struct db *db, struct call *c, const char *person,
                                 const char *const *codes) MUST_CHECK;
enum err recovery_code_store_forget(struct db *db, const char *person) MUST_CHECK; /* inside one */
enum err recovery_code_store_count(struct db *db, const char *person,
                                   int64_t *n) MUST_CHECK; /* the same */

/* The same as a unit of its own, with its event.  ERR_NOT_FOUND: the person has no second factor.
 */
enum err recovery_code_store_renew(struct call *c, const char *person,
                                   const char *const *codes) MUST_CHECK;

/* It is used up, and the person is told.  Of any number who come with it one gets OK, the others
 * ERR_WRONG_CODE. */
enum err recovery_code_store_use(struct call *c, const char *person, const char *code,
                                 const struct letter *notice) MUST_CHECK;

#endif
