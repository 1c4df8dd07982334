#include "sqlite.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PARAMS_MAX = 64 }; /* of one statement */

struct prepared {
    const struct sql *sql;
    sqlite3_stmt *handle;
    bool open;          /* between db_query and stmt_done */
    int n_params;       /* $1 … $n */
    int at[PARAMS_MAX]; /* at[n - 1]: SQLite's index of $n */
};

static struct sqlite *sqlite_of(struct db *db)
{
    return (struct sqlite *)db;
}

/* --- prepared statements of a connection --- */

static void drop(void *value)
{
    struct prepared *p = value;

    sqlite3_finalize(p->handle);
    free(p);
}

void sqlite_forget_statements(struct sqlite *self)
{
    sql_map_clear(&self->prepared, drop);
}

static enum err fail(struct db *db, const struct sql *sql, int rc)
{
    return db_fail(db, sql, rc == SQLITE_CONSTRAINT_UNIQUE || rc == SQLITE_CONSTRAINT_PRIMARYKEY);
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

/* NULL: it failed. */
static struct prepared *prepare(struct db *db, const struct sql *sql)
{
    struct sqlite *self = sqlite_of(db);
    sqlite3_stmt *handle = NULL;

    int rc =
        sqlite3_prepare_v3(self->conn, sql->text, -1, SQLITE_PREPARE_PERSISTENT, &handle, NULL);
    if (rc != SQLITE_OK) {
        db->failed = fail(db, sql, rc);
        return NULL;
    }
    struct prepared *p = xcalloc(1, sizeof *p);
    p->sql = sql;
    p->handle = handle;
    find_params(p);
    sql_map_put(&self->prepared, sql, p);
    return p;
}

static struct prepared *find(struct db *db, const struct sql *sql)
{
    struct prepared *p = sql_map_get(&sqlite_of(db)->prepared, sql);

    return p ? p : prepare(db, sql);
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
    const struct prepared *p = st->run;

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
    const struct prepared *p = st->run;

    int rc = sqlite3_step(p->handle);
    if (rc == SQLITE_ROW)
        return OK;
    return rc == SQLITE_DONE ? ERR_NOT_FOUND : fail(st->db, p->sql, rc);
}

static enum err start(struct stmt *st, const struct sql *sql, const char *types, va_list *ap)
{
    struct prepared *p = find(st->db, sql);

    if (!p)
        return st->db->failed;
    assert(!p->open);
    p->open = true;
    st->run = p;
    enum err e = bind_all(st, types, ap);
    return e ? e : step(st);
}

static void done(struct stmt *st)
{
    struct prepared *p = st->run;

    if (!p)
        return;
    sqlite3_reset(p->handle);
    sqlite3_clear_bindings(p->handle);
    p->open = false;
}

static int64_t changes(const struct db *db)
{
    return sqlite3_changes64(((const struct sqlite *)db)->conn);
}

static const char *why(struct db *db)
{
    return sqlite3_errmsg(sqlite_of(db)->conn);
}

static enum err script(struct db *db, const struct migration *step)
{
    sqlite3 *conn = sqlite_of(db)->conn;

    if (sqlite3_exec(conn, step->sqlite, NULL, NULL, NULL) != SQLITE_OK)
        return ERR_STORAGE;
    assert(!sqlite3_get_autocommit(conn)); /* the script has no COMMIT */
    return OK;
}

/* --- columns --- */

static sqlite3_stmt *at(const struct stmt *stmt, int col)
{
    const struct prepared *p = stmt->run;

    assert(col >= 0 && col < sqlite3_data_count(p->handle));
    return p->handle;
}

static bool column_null(const struct stmt *stmt, int col)
{
    return sqlite3_column_type(at(stmt, col), col) == SQLITE_NULL;
}

static int64_t column_integer(const struct stmt *stmt, int col)
{
    return sqlite3_column_int64(at(stmt, col), col);
}

static const char *column_text(const struct stmt *stmt, int col, struct arena *mem)
{
    return arena_strdup(mem, (const char *)sqlite3_column_text(at(stmt, col), col));
}

static struct bytes column_bytes(const struct stmt *stmt, int col, struct arena *mem)
{
    if (column_null(stmt, col))
        return (struct bytes){0};
    const void *p = sqlite3_column_blob(at(stmt, col), col); /* before its length is asked */
    return arena_bytes(mem, p, (size_t)sqlite3_column_bytes(at(stmt, col), col));
}

const struct db_driver sqlite_statements = {
    .start = start,
    .step = step,
    .done = done,
    .changes = changes,
    .script = script,
    .why = why,
    .null = column_null,
    .integer = column_integer,
    .text = column_text,
    .bytes = column_bytes,
};
