#include "log.h"
#include "sqlite.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- prepared statements of a connection --- */

static size_t slot_of(const struct db *db, const struct sql *sql)
{
    uint64_t h = (uint64_t)(uintptr_t)sql * 0x9e3779b97f4a7c15U;
    size_t i = (size_t)(h >> 32) & (db->room - 1);

    while (db->slots[i] && db->slots[i]->sql != sql)
        i = (i + 1) & (db->room - 1);
    return i;
}

static void grow(struct db *db)
{
    struct db old = *db;

    db->room = old.room ? old.room * 2 : 16;
    db->slots = xcalloc(db->room, sizeof(struct prepared *));
    for (size_t i = 0; i < old.room; i++) {
        if (old.slots[i])
            db->slots[slot_of(db, old.slots[i]->sql)] = old.slots[i];
    }
    free(old.slots);
}

void db_forget_statements(struct db *self)
{
    for (size_t i = 0; i < self->room; i++) {
        if (self->slots[i])
            sqlite3_finalize(self->slots[i]->handle);
        free(self->slots[i]);
    }
    free(self->slots);
    self->slots = NULL;
    self->room = self->used = 0;
}

static enum err fail(struct db *db, const struct sql *sql, int rc)
{
    bool taken = rc == SQLITE_CONSTRAINT_UNIQUE || rc == SQLITE_CONSTRAINT_PRIMARYKEY;

    if (!taken)
        log_error("store: %s: %s", sql->name, sqlite3_errmsg(db->conn));
    db->failed = taken ? ERR_EXISTS : ERR_STORAGE;
    return db->failed;
}

/* SQLite numbers named parameters as they appear in the text. */
static void find_params(struct prepared *p)
{
    char name[16];

    p->n_params = sqlite3_bind_parameter_count(p->handle);
    assert(p->n_params <= PARAMS_MAX);
    for (int i = 0; i < p->n_params; i++) {
        snprintf(name, sizeof name, "$%d", i + 1);
        p->at[i] = sqlite3_bind_parameter_index(p->handle, name);
        assert(p->at[i] > 0); /* the parameters are $1 … $n */
    }
}

static enum err prepare(struct db *db, const struct sql *sql, struct prepared **out)
{
    sqlite3_stmt *handle = NULL;

    int rc = sqlite3_prepare_v3(db->conn, sql->text, -1, SQLITE_PREPARE_PERSISTENT, &handle, NULL);
    if (rc != SQLITE_OK)
        return fail(db, sql, rc);
    struct prepared *p = xcalloc(1, sizeof *p);
    p->sql = sql;
    p->handle = handle;
    find_params(p);
    *out = p;
    return OK;
}

static enum err find(struct db *db, const struct sql *sql, struct prepared **out)
{
    if (db->used * 2 >= db->room)
        grow(db);
    size_t i = slot_of(db, sql);
    if (!db->slots[i]) {
        enum err e = prepare(db, sql, &db->slots[i]);
        if (e)
            return e;
        db->used++;
    }
    *out = db->slots[i];
    return OK;
}

/* --- running --- */

static int bind_one(sqlite3_stmt *handle, int at, char type, va_list *ap)
{
    switch (type) {
    case 't':
        return sqlite3_bind_text(handle, at, va_arg(*ap, const char *), -1, SQLITE_STATIC);
    case 'i':
        return sqlite3_bind_int64(handle, at, va_arg(*ap, int64_t));
    case 'b': {
        struct bytes b = va_arg(*ap, struct bytes);
        return sqlite3_bind_blob64(handle, at, b.p, b.n, SQLITE_STATIC);
    }
    default:
        assert(false && "a type is t, i or b");
        return SQLITE_MISUSE;
    }
}

static enum err bind_all(struct stmt *st, const char *types, va_list *ap)
{
    struct prepared *p = st->prepared;

    assert(strlen(types) == (size_t)p->n_params);
    for (int i = 0; types[i]; i++) {
        int rc = bind_one(p->handle, p->at[i], types[i], ap);
        if (rc != SQLITE_OK)
            return fail(st->db, p->sql, rc);
    }
    return OK;
}

static enum err step(struct stmt *st)
{
    int rc = sqlite3_step(st->prepared->handle);

    if (rc == SQLITE_ROW)
        return OK;
    return rc == SQLITE_DONE ? ERR_NOT_FOUND : fail(st->db, st->prepared->sql, rc);
}

/* Finds, binds and makes the first step: OK a row, ERR_NOT_FOUND none. */
static enum err start(struct db *db, struct stmt *st, const struct sql *sql, const char *types,
                      va_list *ap)
{
    struct prepared *p = NULL;

    if (db->failed)
        return db->failed;
    enum err e = find(db, sql, &p);
    if (e)
        return e;
    assert(!p->open);
    p->open = true;
    db->n_open++;
    *st = (struct stmt){.prepared = p, .db = db};
    e = bind_all(st, types, ap);
    return e ? e : step(st);
}

enum err db_exec(struct db *db, const struct sql *sql, const char *types, ...)
{
    AUTO(stmt) st = {0};
    va_list ap;

    va_start(ap, types);
    enum err e = start(db, &st, sql, types, &ap);
    va_end(ap);
    assert(e != OK); /* rows: db_query */
    return e == ERR_NOT_FOUND ? OK : e;
}

int64_t db_changes(const struct db *db)
{
    return sqlite3_changes64(db->conn);
}

enum err db_query(struct db *db, struct stmt *stmt, const struct sql *sql, const char *types, ...)
{
    va_list ap;

    assert(!stmt->prepared);
    va_start(ap, types);
    enum err e = start(db, stmt, sql, types, &ap);
    va_end(ap);
    stmt->fetched = e == OK;
    stmt->ended = e != OK;
    return e == ERR_NOT_FOUND ? OK : e;
}

enum err db_row(struct stmt *stmt)
{
    assert(stmt->prepared);
    if (stmt->db->failed)
        return stmt->db->failed;
    if (stmt->ended)
        return ERR_NOT_FOUND;
    if (stmt->fetched) {
        stmt->fetched = false;
        return OK;
    }
    enum err e = step(stmt);
    stmt->ended = e != OK;
    return e;
}

void stmt_done(struct stmt *stmt)
{
    struct prepared *p = stmt->prepared;

    if (!p)
        return;
    sqlite3_reset(p->handle);
    sqlite3_clear_bindings(p->handle);
    p->open = false;
    stmt->db->n_open--;
    *stmt = (struct stmt){0};
}

/* --- columns --- */

static sqlite3_stmt *at(const struct stmt *stmt, int col)
{
    assert(stmt->prepared && !stmt->fetched && !stmt->ended); /* after db_row gave OK */
    assert(col >= 0 && col < sqlite3_data_count(stmt->prepared->handle));
    return stmt->prepared->handle;
}

bool stmt_null(struct stmt *stmt, int col)
{
    return sqlite3_column_type(at(stmt, col), col) == SQLITE_NULL;
}

int64_t stmt_int(struct stmt *stmt, int col)
{
    return sqlite3_column_int64(at(stmt, col), col);
}

const char *stmt_text(struct stmt *stmt, int col, struct arena *mem)
{
    const unsigned char *text = sqlite3_column_text(at(stmt, col), col);

    return arena_strdup(mem, (const char *)text);
}

struct bytes stmt_bytes(struct stmt *stmt, int col, struct arena *mem)
{
    if (stmt_null(stmt, col))
        return (struct bytes){0};
    const void *p = sqlite3_column_blob(at(stmt, col), col); /* before its length is asked */
    return arena_bytes(mem, p, (size_t)sqlite3_column_bytes(at(stmt, col), col));
}
