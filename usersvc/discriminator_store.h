/*
 * discriminator_store - four digits that tell people apart who are called the same.
 *
 * A person is called by the nickname, or by the user name where there is none;
 * no two who are called the same, but for the case of A to Z, have the same
 * digits.  They are drawn, so that the name and digits of somebody who is gone
 * hardly ever come to be somebody else's next.
 */
#ifndef USERSVC_DISCRIMINATOR_STORE_H
#define USERSVC_DISCRIMINATOR_STORE_H
#include "call.h"
#include "store.h"

enum { DISCRIMINATORS = 9999 }; /* 1 to 9999 */

struct discriminator_wish {
    const char *called;
    const char *id; /* of who is called so, and does not stand in their own way; NULL: nobody yet */
    int64_t keep;   /* what they have; 0: nothing */
};

/* Inside a unit that has the lock of people.  What they have if it is free there, or another one.
 * ERR_TOO_MANY: there is none left. */
enum err discriminator_pick(struct db *db, struct arena *mem, const struct discriminator_wish *wish,
                            int64_t *out) MUST_CHECK;

/* Makes of ERR_TOO_MANY a refusal that says so, and leaves all else as it is. */
enum err discriminator_outcome(struct call *c, enum err e) MUST_CHECK;

const char *discriminator_text(struct arena *mem, int64_t digits); /* "0042"; NULL for 0 */
int64_t discriminator_of(const char *text);                        /* the other way round */

#endif
