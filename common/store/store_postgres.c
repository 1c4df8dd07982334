#include "store_postgres.h"
#include "log.h"
#include "pool.h"
#include "postgres.h"
#include "random.h"
#include "secret.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    WRITERS = 8,
    QUEUE_MAX = 512, /* units that wait for a connection; past it callers are told at once */
    TRIES_MAX = 8,   /* of a unit that is given up to end a deadlock */
    PAUSE_MS = 4,    /* at most, between two tries */
};

struct server_store {
    struct store store; /* first */
    struct postgres_place place;
    struct pool *readers, *writers;
    pthread_mutex_t lock; /* of stats */
    struct store_stats stats;
};

/* --- connections --- */

static enum err open_connection(void *place, struct db **out)
{
    struct postgres *connection = NULL;

    enum err e = postgres_open(place, &connection);
    if (!e)
        *out = &connection->db;
    return e;
}

static void close_connection(struct db *db)
{
    struct postgres *connection = (struct postgres *)db;

    postgres_close(&connection);
}

/* --- units --- */

struct run {
    enum err (*unit)(struct db *db, void *arg);
    void *arg;
    enum postgres_use use;
    int tries; /* that lost */
    bool reconnected;
};

static enum err try_once(struct postgres *self, const struct run *run)
{
    enum err e = postgres_begin(self, run->use);

    if (e)
        return e;
    e = db_unit(&self->db, run->unit, run->arg);
    if (!e)
        e = postgres_commit(self);
    postgres_rollback(self); /* unless it is over */
    return e;
}

static void pause_a_little(void)
{
    uint8_t part = 0;

    random_bytes(&part, sizeof part);
    const struct timespec time = {.tv_nsec = PAUSE_MS * 1000000L * part / UINT8_MAX};
    nanosleep(&time, NULL);
}

static bool try_again(struct postgres *self, struct run *run)
{
    if (++run->tries == TRIES_MAX) {
        log_warn("store: a unit lost against others %d times: %s", run->tries, self->why);
        return false;
    }
    pause_a_little();
    return true;
}

static bool try_elsewhere(struct postgres *self, struct run *run)
{
    if (run->reconnected) {
        log_error("store: the connection was lost twice: %s", self->why);
        return false;
    }
    log_warn("store: the connection was lost: %s", self->why);
    run->reconnected = true;
    return postgres_reconnect(self) == OK;
}

static enum err run_unit(struct postgres *self, struct run *run, int64_t *lost)
{
    enum err e = try_once(self, run);

    for (;;) {
        if (self->trouble == POSTGRES_LOST) {
            ++*lost;
            if (!try_again(self, run))
                return ERR_BUSY;
        } else if (self->trouble != POSTGRES_GONE) {
            return e;
        } else if (!try_elsewhere(self, run)) {
            return ERR_UNAVAILABLE;
        }
        e = try_once(self, run);
    }
}

static enum err run_on(struct pool *pool, struct run *run, int64_t *lost)
{
    struct db *db = NULL;
    enum err e = pool_take(pool, &db);

    if (e)
        return e;
    e = run_unit((struct postgres *)db, run, lost);
    pool_give(pool, db);
    return e;
}

static enum err read_server(struct store *store, enum err (*unit)(struct db *db, void *arg),
                            void *arg)
{
    struct server_store *self = (struct server_store *)store;
    struct run run = {.unit = unit, .arg = arg, .use = POSTGRES_READS};
    int64_t lost = 0;

    return run_on(self->readers, &run, &lost);
}

static enum err write_server(struct store *store, enum err (*unit)(struct db *db, void *arg),
                             void *arg)
{
    struct server_store *self = (struct server_store *)store;
    struct run run = {.unit = unit, .arg = arg, .use = POSTGRES_WRITES};
    int64_t lost = 0;

    enum err e = run_on(self->writers, &run, &lost);
    pthread_mutex_lock(&self->lock);
    self->stats.units++;
    self->stats.commits += e == OK;
    self->stats.lost += lost;
    pthread_mutex_unlock(&self->lock);
    return e;
}

static void server_stats(struct store *store, struct store_stats *out)
{
    struct server_store *self = (struct server_store *)store;

    pthread_mutex_lock(&self->lock);
    *out = self->stats;
    pthread_mutex_unlock(&self->lock);
    out->queued = (int64_t)pool_queued(self->writers);
}

/* --- the schema --- */

static const struct sql SQL_HAS = {"schema_has", "SELECT 1 FROM pg_namespace WHERE nspname = $1"};

static enum err ask(struct db *db, const struct sql *sql, const char *schema)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, sql, "t", schema);
    return e ? e : db_row(&st);
}

/* Somebody else may have made it, for a user who may not. */
static enum err make_schema(struct postgres *self)
{
    const char *name = self->place->schema;
    enum err e = ask(&self->db, &SQL_HAS, name);

    if (e != ERR_NOT_FOUND)
        return e;
    char *quoted = PQescapeIdentifier(self->conn, name, strlen(name));
    assert(quoted);
    char *sql = xprintf("CREATE SCHEMA %s", quoted);
    e = postgres_command(self, sql);
    if (e)
        log_error("store: %s: %s", sql, self->why);
    free(sql);
    PQfreemem(quoted);
    return e;
}

/* In our turn, so that of several processes one makes the schema. */
static enum err bring_up_to_date(struct db *db, void *arg)
{
    struct postgres *self = (struct postgres *)db;

    enum err e = postgres_command(self, "SET LOCAL statement_timeout = 60000");
    if (!e)
        e = db_lock(db, "schema", NULL, NULL);
    if (!e)
        e = make_schema(self);
    return e ? e : migrate(db, arg);
}

/* --- the store --- */

static enum err check_place(const struct store_options *options)
{
    static const char *const kinds[] = {"postgresql://", "postgres://"};
    bool known = false;

    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        known = known || strncmp(options->server, kinds[i], strlen(kinds[i])) == 0;
    PQconninfoOption *parts = known ? PQconninfoParse(options->server, NULL) : NULL;
    PQconninfoFree(parts);
    if (parts)
        return OK;
    /* The reason would quote it, and the password in it. */
    log_error("store: what is given as the server is not a connection string:"
              " postgresql://user@host:port/database");
    return ERR_CONFIG;
}

static void close_server(struct store *store)
{
    struct server_store *self = (struct server_store *)store;

    pool_close(&self->writers);
    pool_close(&self->readers);
    pthread_mutex_destroy(&self->lock);
    secret_wipe(self->place.server, strlen(self->place.server));
    free(self->place.server);
    free(self->place.schema);
    free(self);
}

static struct pool *pool_of(struct server_store *self, size_t most, size_t may_queue)
{
    return pool_open(&(struct pool_kind){
        .open = open_connection,
        .close = close_connection,
        .arg = &self->place,
        .most = most,
        .may_queue = may_queue,
    });
}

static enum err open_server(const struct store_options *options, struct store **out)
{
    enum err e = check_place(options);

    if (e)
        return e;
    struct server_store *self = xcalloc(1, sizeof *self);
    self->store.driver = &store_postgres;
    self->place.server = xstrdup(options->server);
    self->place.schema = xstrdup(options->schema);
    pthread_mutex_init(&self->lock, NULL);
    self->readers = pool_of(self, options->readers, 0);
    self->writers = pool_of(self, WRITERS, QUEUE_MAX);

    struct migrate arg = {options, options->schema};
    struct run run = {.unit = bring_up_to_date, .arg = &arg, .use = POSTGRES_WRITES};
    e = run_on(self->writers, &run, &self->stats.lost);
    if (e)
        close_server(&self->store);
    else
        *out = &self->store;
    return e;
}

const struct store_driver store_postgres = {
    .open = open_server,
    .close = close_server,
    .read = read_server,
    .write = write_server,
    .stats = server_stats,
};
