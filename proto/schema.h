/*
 * schema - the newest step of each service's schema.
 *
 * ostiaryctl does not put back a copy whose schema admits only programs that
 * know more.  Each service's methods.c asserts its own line.
 */
#ifndef PROTO_SCHEMA_H
#define PROTO_SCHEMA_H

enum {
    SCHEMA_courier = 2,
    SCHEMA_tokensvc = 8,
    SCHEMA_authsvc = 17,
    SCHEMA_usersvc = 10,
};

#endif
