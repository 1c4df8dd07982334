/*
 * person_columns - what the statements about people share; for the stores only.
 */
#ifndef USERSVC_PERSON_COLUMNS_H
#define USERSVC_PERSON_COLUMNS_H
#include "db.h"
#include "messages.h"
#include "person_key.h"

#define COLUMNS                                                                                    \
    "id, sub, username, email, email_verified, name, given_name, family_name, nickname, picture,"  \
    " website, zoneinfo, locale, member_of, disabled, generation, created_at, updated_at, number," \
    " discriminator, avatar, bot_of, second_factor_at"
enum { N_COLUMNS = 23 };
/* $1 … $4 are the members of a struct person_key: those that are NULL equal nothing. */
#define BY_KEY "(id = $1 OR sub = $2 OR username_key = $3 OR email_key = $4)"
#define NOT_DELETED "deleted_at IS NULL"

struct person person_columns_read(struct stmt *st, struct arena *mem); /* COLUMNS, from 0 */

/* ERR_NOT_FOUND: there is nobody, or no longer. */
enum err person_columns_find(struct db *db, struct arena *mem, const struct person_key *key,
                             struct person *out) MUST_CHECK;

#endif
