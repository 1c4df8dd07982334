/* rig_look.c - looking into tokens and into the database. */
#include "b64url.h"
#include "json.h"
#include "place.h"
#include "rig.h"
#include <stdlib.h>
#include <string.h>

static json_t *part(const char *from, const char *to)
{
    struct bytes raw;
    json_t *json = NULL;
    const char *why = NULL;

    CHECK_OK(b64url_decode(check_mem(), from, (size_t)(to - from), &raw));
    CHECK_OK(json_read(check_mem(), (const char *)raw.p, raw.n, &json, &why));
    return json;
}

static json_t *payload(const char *jwt)
{
    return part(strchr(jwt, '.') + 1, strrchr(jwt, '.'));
}

static const char *dump(json_t *json, const char *name)
{
    char *text = json_dumps(json_object_get(json, name), JSON_COMPACT | JSON_ENCODE_ANY);
    const char *copy = arena_strdup(check_mem(), text);

    free(text);
    json_decref(json);
    return copy;
}

const char *rig_claim_json(const char *jwt, const char *name)
{
    return dump(payload(jwt), name);
}

const char *rig_header_json(const char *jwt, const char *name)
{
    return dump(part(jwt, strchr(jwt, '.')), name);
}

const char *rig_claim(const char *jwt, const char *name)
{
    json_t *json = payload(jwt);
    const char *copy = arena_strdup(check_mem(), json_string_value(json_object_get(json, name)));

    json_decref(json);
    return copy;
}

int64_t rig_claim_int(const char *jwt, const char *name)
{
    json_t *json = payload(jwt);
    const json_t *value = json_object_get(json, name);
    int64_t n = json_is_integer(value) ? json_integer_value(value) : -1;

    json_decref(json);
    return n;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *rig_claim_names(const char *jwt)
{
    json_t *json = payload(jwt), *value = NULL;
    const char *names[64], *name = NULL;
    size_t n = 0;
    struct buf out;

    json_object_foreach(json, name, value) names[n++] = arena_strdup(check_mem(), name);
    json_decref(json);
    qsort(names, n, sizeof names[0], by_name);
    buf_init(&out, check_mem(), 256);
    for (size_t i = 0; i < n; i++)
        buf_printf(&out, "%s%s", i ? " " : "", names[i]);
    return buf_text(&out);
}

/* --- SQL --- */

struct query {
    const struct sql *sql;
    int64_t n;
};

static enum err count(struct db *db, void *arg)
{
    struct query *q = arg;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, q->sql, "");
    if (e || (e = db_row(&st)))
        return e;
    q->n = stmt_int(&st, 0);
    return OK;
}

int64_t rig_count(struct rig *self, const struct sql *sql)
{
    struct query q = {.sql = sql};

    CHECK_OK(store_read(self->svc->store, count, &q));
    return q.n;
}

static enum err exec(struct db *db, void *arg)
{
    const struct query *q = arg;

    return db_exec(db, q->sql, "");
}

void rig_exec(struct rig *self, const struct sql *sql)
{
    CHECK_OK(store_write(self->svc->store, exec, &(struct query){.sql = sql}));
}

/* --- storage that fails --- */

static const struct sql SQL_FAIL = {"test_fail",
                                    "CREATE OR REPLACE FUNCTION broken() RETURNS trigger"
                                    " LANGUAGE plpgsql AS 'BEGIN RAISE ''broken''; END'"};

/* A statement is found by its address: each is a new one, for as long as the case. */
static void exec_text(struct rig *self, const char *name, const char *text)
{
    struct sql *sql = ARENA_NEW(check_mem(), sql);

    *sql = (struct sql){name, text};
    rig_exec(self, sql);
}

void rig_break(struct rig *self, const char *action, const char *table)
{
    const char *how = place_is_server() ? "FOR EACH ROW EXECUTE FUNCTION broken()"
                                        : "BEGIN SELECT RAISE(ABORT, 'broken'); END";

    if (place_is_server())
        rig_exec(self, &SQL_FAIL);
    exec_text(self, "test_break",
              arena_printf(check_mem(), "CREATE TRIGGER broken_%s BEFORE %s ON %s %s", table,
                           action, table, how));
}

void rig_mend(struct rig *self, const char *table)
{
    exec_text(self, "test_mend",
              arena_printf(check_mem(), "DROP TRIGGER broken_%s%s%s", table,
                           place_is_server() ? " ON " : "", place_is_server() ? table : ""));
}
