/*
 * sign_up_store - those who want an account and have not yet proved their address.
 */
#ifndef USERSVC_SIGN_UP_STORE_H
#define USERSVC_SIGN_UP_STORE_H
#include "letter.h"
#include "person_store.h"

struct sign_up {
    const char *email, *locale;
};

/* fresh goes out if nobody has the address, known if somebody has; the rest is the same. */
enum err sign_up_store_begin(struct call *c, const struct sign_up *who, const struct letter *fresh,
                             const struct letter *known) MUST_CHECK;

/* ERR_NOT_FOUND: no such token, or it has expired.  Changes nothing. */
enum err sign_up_store_look(struct call *c, const char *hash, struct sign_up *out) MUST_CHECK;

/* The token is taken and the account opened, or neither.  ERR_NOT_FOUND as above; ERR_EXISTS and
 * ERR_TOO_MANY as person_store_add. */
enum err sign_up_store_finish(struct call *c, const char *hash, struct person_row *row,
                              const char **taken) MUST_CHECK;

#endif
