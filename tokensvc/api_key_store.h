/*
 * api_key_store - the rows of API keys.
 *
 * A row stays API_KEY_MEMORY_MS after the key's end, so that who shows it hears
 * that it has expired; lists and counts are of those that have not.
 * Functions with a db run inside a unit, those with a store are one.  Results
 * live in mem.  ERR_STORAGE and ERR_BUSY: see store.h.
 */
#ifndef TOKENSVC_API_KEY_STORE_H
#define TOKENSVC_API_KEY_STORE_H
#include "arena.h"
#include "store.h"

enum { API_KEY_PAGE = 40, API_KEY_USE_MS = 60 * 1000, API_KEY_MEMORY_MS = 7 * 24 * 60 * 60 * 1000 };

struct api_key_row {
    const char *id;
    struct bytes hash;
    const char *person;
    const char *client_id; /* NULL: the person's own */
    int64_t client_generation;
    const char *family; /* of the code that yielded it; NULL: none did */
    const char *dialect, *name, *scope;
    struct bytes sealed;                                 /* absent: no copy is kept */
    int64_t created_at, expires_at, used_at, updated_at; /* ms; but the first, 0 for never */
    bool preauthorized; /* for what asks others for a second factor */
};

/* First in every unit that reads keys of a person's and then writes (db_lock). */
enum err api_key_store_lock(struct db *db, const char *person) MUST_CHECK;

/* ERR_EXISTS: the family has one.  most: how many a person may have of their own, 0: not asked;
 * ERR_TOO_MANY. */
enum err api_key_store_put(struct db *db, const struct api_key_row *row, int64_t most) MUST_CHECK;

/* ERR_NOT_FOUND */
enum err api_key_store_find(struct store *store, struct arena *mem, struct bytes hash,
                            struct api_key_row *out) MUST_CHECK;
enum err api_key_store_of_family(struct db *db, struct arena *mem, const char *family,
                                 struct api_key_row *out) MUST_CHECK;
/* Only if it is the person's.  In a write unit: it stands until the unit is over. */
struct api_key_name {
    const char *person;
    const char *id;    /* NULL: … */
    struct bytes hash; /* … by its value.  absent p: by its id */
};
enum err api_key_store_hold(struct db *db, struct arena *mem, const struct api_key_name *which,
                            struct api_key_row *out) MUST_CHECK;

/* Name, scope, end and what it is preauthorized for of a key that is held; and when that was. */
enum err api_key_store_change(struct db *db, const struct api_key_row *row) MUST_CHECK;

/* The newest that is like this one in person, client and its generation, dialect and scope, and of
 * which a copy is kept. */
enum err api_key_store_of_client(struct db *db, struct arena *mem, const struct api_key_row *like,
                                 struct api_key_row *out) MUST_CHECK;

/* One that is beside this one too many, if its client may have `most` of the person: the one that
 * was not used for longest.  ERR_NOT_FOUND: none is. */
enum err api_key_store_beyond(struct db *db, struct arena *mem, const struct api_key_row *newest,
                              int64_t most, struct api_key_row *out) MUST_CHECK;

/* Of a person, in the order of ids, those behind `after` (NULL: from the first). */
struct api_key_list {
    const char *person, *after;
    const char *dialect;      /* NULL: of all */
    int64_t now, limit;       /* ms; how many at most */
    struct api_key_row *rows; /* room for them */
    size_t n;                 /* how many there are */
};
enum err api_key_store_page(struct db *db, struct arena *mem, struct api_key_list *list) MUST_CHECK;

/* It was used: written down at most once in API_KEY_USE_MS. */
enum err api_key_store_touch(struct store *store, const struct api_key_row *row,
                             int64_t now) MUST_CHECK;

/* The first of these is of one key, whose row says which; OK also when it is gone. */
enum err api_key_store_remove(struct db *db, const char *id, bool *was_there) MUST_CHECK;
enum err api_key_end_grant(struct db *db, const char *person, const char *client_id) MUST_CHECK;
enum err api_key_end_family(struct db *db, const char *family) MUST_CHECK;

/* Inside a unit: some of those of a person or client who is gone. */
enum err api_key_forget_person(struct db *db, const char *person, int64_t most) MUST_CHECK;
enum err api_key_forget_client(struct db *db, const char *client_id, int64_t most) MUST_CHECK;

/* Inside a unit: removes those that expired so long ago, `most` at most (expired.h). */
enum err api_key_store_expire(struct db *db, int64_t now, int64_t most) MUST_CHECK;

#endif
