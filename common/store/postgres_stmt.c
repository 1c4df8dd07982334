#include "postgres.h"
#include "postgres_schema.h"
#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    PARAMS_MAX = 64,      /* of one statement */
    VALUE_MAX = 16 << 20, /* bytes of a value, as in the other driver */
    NAME_MAX_LEN = 63,    /* PostgreSQL's, for any name */
};

/* Types of parameters: PostgreSQL's pg_type.dat. */
enum { OID_BOOL = 16, OID_BYTEA = 17, OID_INT8 = 20, OID_TEXT = 25 };

static struct postgres *postgres_of(struct db *db)
{
    return (struct postgres *)db;
}

/* --- prepared statements of a connection --- */

struct prepared {
    size_t n_params;
    char name[NAME_MAX_LEN + 1];
};

void postgres_forget_statements(struct postgres *self)
{
    sql_map_clear(&self->prepared, free);
}

static Oid oid_of(char type)
{
    assert(type == 't' || type == 'i' || type == 'b');
    return type == 't' ? OID_TEXT : type == 'i' ? OID_INT8 : OID_BYTEA;
}

/* What will be run again, or cannot be, is no news for the log. */
static enum err fail(struct postgres *self, const struct sql *sql)
{
    if (self->trouble == POSTGRES_FAILED || self->trouble == POSTGRES_TAKEN)
        return db_fail(&self->db, sql, self->trouble == POSTGRES_TAKEN);
    self->db.failed = ERR_STORAGE;
    return ERR_STORAGE;
}

/* The types of its parameters are those it is first run with: from the text alone PostgreSQL would
 * infer some of them differently.  NULL: it failed. */
static struct prepared *prepare(struct postgres *self, const struct sql *sql, const char *types)
{
    Oid oids[PARAMS_MAX];
    struct prepared *p = xcalloc(1, sizeof *p);

    p->n_params = strlen(types);
    assert(p->n_params <= PARAMS_MAX);
    for (size_t i = 0; i < p->n_params; i++)
        oids[i] = oid_of(types[i]);
    snprintf(p->name, sizeof p->name, "%zu_%s", ++self->n_prepared, sql->name);
    PGresult *result = PQprepare(self->conn, p->name, sql->text, (int)p->n_params, oids);
    bool good = postgres_good(self, result);
    PQclear(result);
    if (!good) {
        free(p);
        self->db.failed = fail(self, sql);
        return NULL;
    }
    sql_map_put(&self->prepared, sql, p);
    return p;
}

static struct prepared *find(struct postgres *self, const struct sql *sql, const char *types)
{
    struct prepared *p = sql_map_get(&self->prepared, sql);

    assert(!p || strlen(types) == p->n_params);
    return p ? p : prepare(self, sql, types);
}

/* --- running --- */

struct values {
    const char *at[PARAMS_MAX];
    int length[PARAMS_MAX], binary[PARAMS_MAX];
    uint64_t numbers[PARAMS_MAX]; /* what `at` points to where it is a number */
};

/* False: too long. */
static bool bind_one(struct values *v, size_t i, char type, va_list *ap)
{
    struct bytes b = {0};

    v->binary[i] = 1; /* texts too: their binary form is the text */
    if (type == 'i') {
        v->numbers[i] = htobe64((uint64_t)va_arg(*ap, int64_t));
        b = (struct bytes){(const uint8_t *)&v->numbers[i], sizeof v->numbers[i]};
    } else {
        b = type == 't' ? bytes_of(va_arg(*ap, const char *)) : va_arg(*ap, struct bytes);
    }
    if (b.n > VALUE_MAX)
        return false;
    v->at[i] = (const char *)b.p;
    v->length[i] = (int)b.n;
    return true;
}

static enum err execute(struct postgres *self, struct stmt *st, const struct prepared *p,
                        const struct sql *sql, const struct values *v)
{
    PGresult *result =
        PQexecPrepared(self->conn, p->name, (int)p->n_params, v->at, v->length, v->binary, 0);

    if (!postgres_good(self, result)) {
        PQclear(result);
        return fail(self, sql);
    }
    if (strncmp(PQcmdStatus(result), "SELECT", 6) != 0)
        self->changes = strtoll(PQcmdTuples(result), NULL, 10);
    st->run = result;
    return PQntuples(result) > 0 ? OK : ERR_NOT_FOUND;
}

static enum err start(struct stmt *st, const struct sql *sql, const char *types, va_list *ap)
{
    struct postgres *self = postgres_of(st->db);
    const struct prepared *p = find(self, sql, types);
    struct values values;

    if (!p)
        return st->db->failed;
    for (size_t i = 0; i < p->n_params; i++) {
        if (!bind_one(&values, i, types[i], ap)) {
            self->trouble = POSTGRES_FAILED;
            snprintf(self->why, sizeof self->why, "string or blob too big");
            return db_fail(st->db, sql, false);
        }
    }
    return execute(self, st, p, sql, &values);
}

static enum err step(struct stmt *st)
{
    st->row++;
    return st->row < PQntuples(st->run) ? OK : ERR_NOT_FOUND;
}

static void done(struct stmt *st)
{
    PQclear(st->run);
}

static int64_t changes(const struct db *db)
{
    return ((const struct postgres *)db)->changes;
}

static const struct sql SQL_LOCK = {
    "lock",
    "SELECT pg_advisory_xact_lock(hashtextextended(concat_ws(chr(10), $1, $2, $3, $4), 0))"};

static enum err lock(struct db *db, const char *kind, const char *a, const char *b)
{
    AUTO(stmt) st = {0};

    return db_query(db, &st, &SQL_LOCK, "tttt", postgres_of(db)->place->schema, kind, a, b);
}

static const char *why(struct db *db)
{
    return postgres_of(db)->why;
}

static enum err script(struct db *db, const struct migration *migration)
{
    struct postgres *self = postgres_of(db);
    AUTO(arena) mem;

    arena_init(&mem, ARENA_LIMIT);
    const char *text =
        migration->postgres ? migration->postgres : postgres_schema(&mem, migration->sqlite);
    enum err e = postgres_command(self, text);
    assert(e || PQtransactionStatus(self->conn) == PQTRANS_INTRANS); /* it has no COMMIT */
    return e;
}

/* --- columns: results come as text --- */

static bool column_null(const struct stmt *stmt, int col)
{
    assert(col >= 0 && col < PQnfields(stmt->run));
    return PQgetisnull(stmt->run, stmt->row, col);
}

static const char *value(const struct stmt *stmt, int col)
{
    return column_null(stmt, col) ? NULL : PQgetvalue(stmt->run, stmt->row, col);
}

static int64_t column_integer(const struct stmt *stmt, int col)
{
    const char *text = value(stmt, col);

    if (!text)
        return 0;
    if (PQftype(stmt->run, col) == OID_BOOL)
        return *text == 't';
    return strtoll(text, NULL, 10);
}

static const char *column_text(const struct stmt *stmt, int col, struct arena *mem)
{
    return arena_strdup(mem, value(stmt, col));
}

static struct bytes column_bytes(const struct stmt *stmt, int col, struct arena *mem)
{
    size_t n = 0;

    if (column_null(stmt, col))
        return (struct bytes){0};
    unsigned char *p = PQunescapeBytea((const unsigned char *)value(stmt, col), &n);
    assert(p);
    struct bytes copy = arena_bytes(mem, p, n);
    PQfreemem(p);
    return copy;
}

const struct db_driver postgres_statements = {
    .start = start,
    .step = step,
    .done = done,
    .changes = changes,
    .lock = lock,
    .script = script,
    .why = why,
    .null = column_null,
    .integer = column_integer,
    .text = column_text,
    .bytes = column_bytes,
};
