/*
 * dialect - the policies under which a request was made, as data.
 *
 * A request, code and consent carry the name of their dialect: nobody begins at
 * a lax door and ends at a strict one.
 */
#ifndef AUTHSVC_DIALECT_H
#define AUTHSVC_DIALECT_H
#include "base.h"

enum dialect_pkce { PKCE_REQUIRED, PKCE_OPTIONAL };

struct dialect {
    const char *name;
    enum dialect_pkce pkce;
    int64_t code_life; /* seconds */
};

const struct dialect *dialect_by_name(const char *name); /* NULL: there is no such dialect */

#endif
