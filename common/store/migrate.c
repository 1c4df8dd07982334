#include "driver.h"
#include "log.h"
#include <string.h>

static const struct sql SQL_CREATE = {"schema_version_create",
                                      "CREATE TABLE IF NOT EXISTS schema_version ("
                                      "version INTEGER PRIMARY KEY, name TEXT NOT NULL,"
                                      " oldest_reader INTEGER NOT NULL)"};
static const struct sql SQL_LIST = {
    "schema_version_list",
    "SELECT version, name, oldest_reader FROM schema_version ORDER BY version"};
static const struct sql SQL_ADD = {
    "schema_version_add",
    "INSERT INTO schema_version (version, name, oldest_reader) VALUES ($1, $2, $3)"};

static int newest(const struct store_options *options)
{
    return options->n_migrations ? options->migrations[options->n_migrations - 1].version : 0;
}

static const struct migration *known(const struct store_options *options, int64_t version)
{
    for (size_t i = 0; i < options->n_migrations; i++) {
        if (options->migrations[i].version == version)
            return &options->migrations[i];
    }
    return NULL;
}

/* What the database has, and whom it admits. */
struct schema {
    int64_t version, oldest_reader;
};

static enum err check_name(const struct migrate *self, int64_t version, const char *name)
{
    const struct migration *own = known(self->options, version);

    if (!own || strcmp(own->name, name) == 0)
        return OK;
    log_error("store: %s is not of this service: step %d of its schema is \"%s\", not \"%s\"",
              self->where, own->version, name, own->name);
    return ERR_CONFIG;
}

static enum err check_reader(const struct migrate *self, const struct schema *schema)
{
    int known_here = newest(self->options);

    if (schema->oldest_reader <= known_here)
        return OK;
    log_error("store: %s has schema %lld, which admits programs that know schema %lld;"
              " this one knows %d: a newer release is needed",
              self->where, (long long)schema->version, (long long)schema->oldest_reader,
              known_here);
    return ERR_CONFIG;
}

static enum err read_schema(struct db *db, const struct migrate *self, struct schema *schema)
{
    AUTO(arena) mem;
    AUTO(stmt) st = {0};

    arena_init(&mem, ARENA_LIMIT);
    enum err e = db_query(db, &st, &SQL_LIST, "");
    while (!e && !(e = db_row(&st))) {
        schema->version = stmt_int(&st, 0);
        e = check_name(self, schema->version, stmt_text(&st, 1, &mem));
        if (stmt_int(&st, 2) > schema->oldest_reader)
            schema->oldest_reader = stmt_int(&st, 2);
    }
    return e == ERR_NOT_FOUND ? check_reader(self, schema) : e;
}

static enum err apply(struct db *db, const struct migration *step, const struct migrate *self)
{
    if (db->driver->script(db, step)) {
        log_error("store: %s: schema step %d \"%s\": %s", self->where, step->version, step->name,
                  db->driver->why(db));
        return ERR_STORAGE;
    }
    return db_exec(db, &SQL_ADD, "iti", (int64_t)step->version, step->name,
                   (int64_t)self->options->oldest_reader);
}

/* --- copies --- */

/* A row: these data were copied, and nobody has opened them since. */
static const struct sql SQL_CREATE_MARK = {
    "copy_mark_create", "CREATE TABLE IF NOT EXISTS copy_mark (service TEXT NOT NULL,"
                        " batch TEXT NOT NULL, taken_at BIGINT NOT NULL)"};
static const struct sql SQL_MARK = {"copy_mark", "SELECT service, batch, taken_at FROM copy_mark"};
static const struct sql SQL_UNMARK = {"copy_unmark", "DELETE FROM copy_mark"};

static enum err read_mark(struct db *db, struct arena *mem, struct copy_mark *out)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_MARK, "");
    if (e || (e = db_row(&st)))
        return e;
    *out = (struct copy_mark){stmt_text(&st, 0, mem), stmt_text(&st, 1, mem), stmt_int(&st, 2)};
    return OK;
}

static enum err put_back(struct db *db, const struct migrate *self)
{
    AUTO(arena) mem;
    struct copy_mark mark;

    arena_init(&mem, ARENA_LIMIT);
    enum err e = db_exec(db, &SQL_CREATE_MARK, "");
    if (!e)
        e = read_mark(db, &mem, &mark);
    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    log_warn("store: %s is copy %s of %s, which was put back", self->where, mark.batch,
             mark.service);
    if (self->options->put_back)
        e = self->options->put_back(db, &mark);
    return e ? e : db_exec(db, &SQL_UNMARK, "");
}

enum err migrate(struct db *db, void *arg)
{
    const struct migrate *self = arg;
    const struct store_options *options = self->options;
    struct schema schema = {0};

    enum err e = db_exec(db, &SQL_CREATE, "");
    if (!e)
        e = read_schema(db, self, &schema);
    for (size_t i = 0; !e && i < options->n_migrations; i++) {
        const struct migration *step = &options->migrations[i];
        assert(step->version == (int)i + 1);
        if (step->version > schema.version)
            e = apply(db, step, self);
    }
    return e ? e : put_back(db, self);
}
