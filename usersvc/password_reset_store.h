/*
 * password_reset_store - links with which a forgotten password is replaced.
 *
 * One is good once, until it expires, and only while the generation of its
 * person is the one of its birth: a new password, however it came about, makes
 * all of them void.
 */
#ifndef USERSVC_PASSWORD_RESET_STORE_H
#define USERSVC_PASSWORD_RESET_STORE_H
#include "letter.h"
#include "person_store.h"

/* person NULL: there is nobody, and the letter goes nowhere. */
enum err password_reset_store_begin(struct call *c, const struct person *person,
                                    const struct letter *letter) MUST_CHECK;

/* The person whose link it is.  ERR_NOT_FOUND: it is not good, or no longer.  Changes nothing. */
enum err password_reset_store_look(struct call *c, const char *hash, struct person *out) MUST_CHECK;

/* The link is taken, the password set, the generation raised, the address proved, and the notice
 * put; or none of it.  ERR_NOT_FOUND as above. */
enum err password_reset_store_finish(struct call *c, const char *hash, const char *password,
                                     const struct letter *notice) MUST_CHECK;

#endif
