/*
 * second_factor_store - what stands beside the passwords of people.
 *
 * The secret is kept sealed (vault.h).  That there is one stands in the row of
 * the person as well, for whoever reads that.  What changes it writes its event,
 * and the letter that tells the person of it, in the same unit.
 */
#ifndef USERSVC_SECOND_FACTOR_STORE_H
#define USERSVC_SECOND_FACTOR_STORE_H
#include "letter.h"
#include "messages.h"
#include "store.h"

struct second_factor_row {
    struct person person;
    const char *secret;     /* base32; NULL: the person has no second factor */
    int64_t recovery_codes; /* that are left */
};

/* ERR_NOT_FOUND: there is no such person. */
enum err second_factor_store_get(struct call *c, const char *person,
                                 struct second_factor_row *out) MUST_CHECK;

struct second_factor_addition {
    const struct person *person;
    struct bytes sealed;      /* of the draft that is confirmed */
    int64_t step;             /* of the code that did */
    const char *const *codes; /* RECOVERY_CODES of them */
    const struct letter *notice;
};

/* ERR_EXPIRED: it is the draft no more.  ERR_EXISTS: another one was quicker. */
enum err second_factor_store_add(struct call *c,
                                 const struct second_factor_addition *what) MUST_CHECK;

/* OK also when there is none. */
enum err second_factor_store_remove(struct call *c, const char *person, const struct letter *notice,
                                    struct person *out) MUST_CHECK;

/* A code of the app is used up.  Of any number who come with it one gets OK, the others
 * ERR_WRONG_CODE. */
enum err second_factor_store_accept(struct call *c, const char *person, int64_t step) MUST_CHECK;

/* Inside a unit: all that there is of a person. */
enum err second_factor_store_forget(struct db *db, const char *person) MUST_CHECK;

#endif
