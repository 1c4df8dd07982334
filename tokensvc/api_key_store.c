#include "api_key_store.h"
#include "db.h"

#define COLUMNS                                                                                    \
    "id, hash, person, client_id, client_generation, family, dialect, name, scope, sealed,"        \
    " created_at, expires_at, used_at, updated_at, preauthorized"

static struct api_key_row read_row(struct stmt *st, struct arena *mem)
{
    return (struct api_key_row){
        .id = stmt_text(st, 0, mem),
        .hash = stmt_bytes(st, 1, mem),
        .person = stmt_text(st, 2, mem),
        .client_id = stmt_text(st, 3, mem),
        .client_generation = stmt_int(st, 4),
        .family = stmt_text(st, 5, mem),
        .dialect = stmt_text(st, 6, mem),
        .name = stmt_text(st, 7, mem),
        .scope = stmt_text(st, 8, mem),
        .sealed = stmt_bytes(st, 9, mem),
        .created_at = stmt_int(st, 10),
        .expires_at = stmt_int(st, 11),
        .used_at = stmt_int(st, 12),
        .updated_at = stmt_int(st, 13),
        .preauthorized = stmt_int(st, 14) != 0,
    };
}

enum err api_key_store_lock(struct db *db, const char *person)
{
    return db_lock(db, "api_key", person, NULL);
}

/* --- put --- */

static const struct sql SQL_COUNT = {
    "api_key_count", "SELECT count(*) FROM api_key WHERE person = $1 AND client_id IS NULL"
                     " AND (expires_at IS NULL OR expires_at > $2)"};

static enum err ask_room(struct db *db, const char *person, int64_t now, int64_t most)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_COUNT, "ti", person, now);
    if (e || (e = db_row(&st)))
        return e;
    return stmt_int(&st, 0) < most ? OK : ERR_TOO_MANY;
}

static const struct sql SQL_PUT = {
    "api_key_put", "INSERT INTO api_key (" COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9,"
                   " $10, $11, NULLIF($12, 0), NULL, NULL, $13) ON CONFLICT (family) DO NOTHING"};

enum err api_key_store_put(struct db *db, const struct api_key_row *row, int64_t most)
{
    enum err e = api_key_store_lock(db, row->person);

    if (!e && most)
        e = ask_room(db, row->person, row->created_at, most);
    if (!e)
        e = db_exec(db, &SQL_PUT,
                    "tbttitttt"
                    "biii",
                    row->id, row->hash, row->person, row->client_id, row->client_generation,
                    row->family, row->dialect, row->name, row->scope, row->sealed, row->created_at,
                    row->expires_at, (int64_t)row->preauthorized);
    if (e)
        return e;
    return db_changes(db) ? OK : ERR_EXISTS;
}

/* --- find --- */

static enum err one(struct db *db, struct arena *mem, struct stmt *st, struct api_key_row *out)
{
    enum err e = db_row(st);

    (void)db;
    if (!e)
        *out = read_row(st, mem);
    return e;
}

static const struct sql SQL_FIND = {"api_key_find",
                                    "SELECT " COLUMNS " FROM api_key WHERE hash = $1"};

struct find {
    struct arena *mem;
    struct bytes hash;
    struct api_key_row *out;
};

static enum err find(struct db *db, void *arg)
{
    const struct find *f = arg;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_FIND, "b", f->hash);
    return e ? e : one(db, f->mem, &st, f->out);
}

enum err api_key_store_find(struct store *store, struct arena *mem, struct bytes hash,
                            struct api_key_row *out)
{
    return store_read(store, find, &(struct find){mem, hash, out});
}

static const struct sql SQL_OF_FAMILY = {"api_key_of_family",
                                         "SELECT " COLUMNS " FROM api_key WHERE family = $1"};

enum err api_key_store_of_family(struct db *db, struct arena *mem, const char *family,
                                 struct api_key_row *out)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_OF_FAMILY, "t", family);
    return e ? e : one(db, mem, &st, out);
}

static const struct sql SQL_THEIRS = {"api_key_theirs",
                                      "SELECT " COLUMNS
                                      " FROM api_key WHERE person = $1 AND (id = $2 OR hash = $3)"};

enum err api_key_store_hold(struct db *db, struct arena *mem, const struct api_key_name *which,
                            struct api_key_row *out)
{
    AUTO(stmt) st = {0};

    enum err e = api_key_store_lock(db, which->person);
    if (!e)
        e = db_query(db, &st, &SQL_THEIRS, "ttb", which->person, which->id, which->hash);
    return e ? e : one(db, mem, &st, out);
}

static const struct sql SQL_OF_CLIENT = {
    "api_key_of_client", "SELECT " COLUMNS " FROM api_key WHERE person = $1 AND client_id = $2"
                         " AND client_generation = $3 AND dialect = $4 AND scope = $5"
                         " AND sealed IS NOT NULL ORDER BY created_at DESC, id LIMIT 1"};

enum err api_key_store_of_client(struct db *db, struct arena *mem, const struct api_key_row *like,
                                 struct api_key_row *out)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_OF_CLIENT, "ttitt", like->person, like->client_id,
                          like->client_generation, like->dialect, like->scope);
    return e ? e : one(db, mem, &st, out);
}

static const struct sql SQL_BEYOND = {
    "api_key_beyond", "SELECT " COLUMNS " FROM api_key WHERE person = $1 AND client_id = $2"
                      " AND id <> $3 ORDER BY COALESCE(used_at, created_at) DESC, id"
                      " LIMIT 1 OFFSET $4"};

enum err api_key_store_beyond(struct db *db, struct arena *mem, const struct api_key_row *newest,
                              int64_t most, struct api_key_row *out)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_BEYOND, "ttti", newest->person, newest->client_id,
                          newest->id, most - 1);
    return e ? e : one(db, mem, &st, out);
}

static const struct sql SQL_CHANGE = {
    "api_key_change",
    "UPDATE api_key SET name = $2, scope = $3, expires_at = NULLIF($4, 0), updated_at = $5,"
    " preauthorized = $6 WHERE id = $1"};

enum err api_key_store_change(struct db *db, const struct api_key_row *row)
{
    return db_exec(db, &SQL_CHANGE, "tttiii", row->id, row->name, row->scope, row->expires_at,
                   row->updated_at, (int64_t)row->preauthorized);
}

/* --- pages --- */

static const struct sql SQL_PAGE = {"api_key_page",
                                    "SELECT " COLUMNS " FROM api_key WHERE person = $1 AND id > $2"
                                    " AND dialect = COALESCE($4, dialect)"
                                    " AND (expires_at IS NULL OR expires_at > $5)"
                                    " ORDER BY id LIMIT $3"};

enum err api_key_store_page(struct db *db, struct arena *mem, struct api_key_list *list)
{
    AUTO(stmt) st = {0};

    list->n = 0;
    enum err e = db_query(db, &st, &SQL_PAGE, "ttiti", list->person, list->after ? list->after : "",
                          list->limit, list->dialect, list->now);
    while (!e && !(e = db_row(&st)))
        list->rows[list->n++] = read_row(&st, mem);
    return e == ERR_NOT_FOUND ? OK : e;
}

/* --- use --- */

static const struct sql SQL_TOUCH = {
    "api_key_touch",
    "UPDATE api_key SET used_at = $2 WHERE id = $1 AND (used_at IS NULL OR used_at < $2)"};

struct touch {
    const char *id;
    int64_t now;
};

static enum err touch(struct db *db, void *arg)
{
    const struct touch *t = arg;

    return db_exec(db, &SQL_TOUCH, "ti", t->id, t->now);
}

enum err api_key_store_touch(struct store *store, const struct api_key_row *row, int64_t now)
{
    if (row->used_at && now - row->used_at < API_KEY_USE_MS)
        return OK;
    return store_write(store, touch, &(struct touch){row->id, now});
}

/* --- the end --- */

static const struct sql SQL_REMOVE = {"api_key_remove", "DELETE FROM api_key WHERE id = $1"};

enum err api_key_store_remove(struct db *db, const char *id, bool *was_there)
{
    enum err e = db_exec(db, &SQL_REMOVE, "t", id);

    *was_there = !e && db_changes(db);
    return e;
}

static const struct sql SQL_END_GRANT = {
    "api_key_end_grant", "DELETE FROM api_key WHERE client_id = $2 AND person = $1"};

enum err api_key_end_grant(struct db *db, const char *person, const char *client_id)
{
    return db_exec(db, &SQL_END_GRANT, "tt", person, client_id);
}

static const struct sql SQL_END_FAMILY = {"api_key_end_family",
                                          "DELETE FROM api_key WHERE family = $1"};

enum err api_key_end_family(struct db *db, const char *family)
{
    return db_exec(db, &SQL_END_FAMILY, "t", family);
}

static const struct sql SQL_FORGET_PERSON = {
    "api_key_forget_person",
    "DELETE FROM api_key WHERE id IN (SELECT id FROM api_key WHERE person = $1 LIMIT $2)"};

enum err api_key_forget_person(struct db *db, const char *person, int64_t most)
{
    return db_exec(db, &SQL_FORGET_PERSON, "ti", person, most);
}

static const struct sql SQL_FORGET_CLIENT = {
    "api_key_forget_client",
    "DELETE FROM api_key WHERE id IN (SELECT id FROM api_key WHERE client_id = $1 LIMIT $2)"};

enum err api_key_forget_client(struct db *db, const char *client_id, int64_t most)
{
    return db_exec(db, &SQL_FORGET_CLIENT, "ti", client_id, most);
}

static const struct sql SQL_EXPIRE = {
    "api_key_expire",
    "DELETE FROM api_key WHERE id IN"
    " (SELECT id FROM api_key WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)"};

enum err api_key_store_expire(struct db *db, int64_t now, int64_t most)
{
    return db_exec(db, &SQL_EXPIRE, "ii", now - API_KEY_MEMORY_MS, most);
}
