#include "fixture.h"
#include "embed.h"
#include "log.h"
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LOG_PAGE = 4096 + 24 }; /* each has a header there */

EMBED(fixture_first, EMBED_DIR "/schema/0001_first.sql");
EMBED(fixture_second, EMBED_DIR "/schema/0002_second.sql");
const struct migration fixture_migrations[] = {
    {.version = 1, .name = "first", .sqlite = fixture_first},
    {.version = 2, .name = "second", .sqlite = fixture_second},
};

static const struct sql SQL_ADD = {"item_add",
                                   "INSERT INTO item (who, n, name) VALUES ($1, $2, $3)"};
static const struct sql SQL_ITEMS = {"item_count", "SELECT count(*) FROM item"};
static const struct sql SQL_PAGE = {"page_add", "INSERT INTO value (b) VALUES (zeroblob(4000))"};
static const struct sql SQL_PAGES = {"page_count", "SELECT count(*) FROM value"};

/* --- the log --- */

static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;
static char log_caught[8192];

static void catch_line(void *self, enum log_level level, const char *line)
{
    (void)self, (void)level;
    pthread_mutex_lock(&log_lock);
    size_t used = strlen(log_caught);
    if (used + strlen(line) + 2 < sizeof log_caught) {
        memcpy(log_caught + used, line, strlen(line) + 1);
        log_caught[used + strlen(line)] = '\n';
        log_caught[used + strlen(line) + 1] = '\0';
    }
    pthread_mutex_unlock(&log_lock);
}

void fixture_catch_log(void)
{
    log_replace(catch_line, NULL);
}

const char *fixture_log(void)
{
    pthread_mutex_lock(&log_lock);
    const char *caught = arena_strdup(check_mem(), log_caught);
    log_caught[0] = '\0';
    pthread_mutex_unlock(&log_lock);
    return caught;
}

/* --- the database --- */

const char *fixture_path(void)
{
    return arena_printf(check_mem(), "%s/data/default/test.db", check_dir());
}

struct store_options fixture_options(void)
{
    struct store_options options = {.path = fixture_path(),
                                    .schema = "default_test",
                                    .migrations = fixture_migrations,
                                    .n_migrations = 2,
                                    .oldest_reader = 1,
                                    .readers = 2};

    place_of(check_dir(), &options.server, &options.driver);
    return options;
}

const char *fixture_says(const char *sqlite, const char *postgres)
{
    return place_is_server() ? postgres : sqlite;
}

void fixture_needs_file(void)
{
    if (place_is_server())
        check_skip("it is about files");
}

struct store *fixture_open(void)
{
    struct store_options options = fixture_options();
    struct store *store = NULL;

    CHECK_OK(store_open(&options, &store));
    return store;
}

struct store *fixture_open_inline(void)
{
    struct store_options options = fixture_options();
    struct store *store = NULL;

    options.inline_writer = true;
    CHECK_OK(store_open(&options, &store));
    return store;
}

/* --- callers --- */

void gate_init(struct gate *self)
{
    sem_init(&self->entered, 0, 0);
    sem_init(&self->leave, 0, 0);
}

enum err gate_unit(struct db *db, void *gate)
{
    struct gate *self = gate;

    (void)db;
    sem_post(&self->entered);
    while (sem_wait(&self->leave) != 0)
        continue;
    return OK;
}

static void *call(void *arg)
{
    struct caller *self = arg;

    self->result = store_write(self->store, self->unit, self->arg);
    return NULL;
}

void caller_start(struct caller *self, struct store *store,
                  enum err (*unit)(struct db *db, void *arg), void *arg)
{
    pthread_attr_t small;

    *self = (struct caller){.store = store, .unit = unit, .arg = arg};
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 64 << 10);
    if (pthread_create(&self->thread, &small, call, self) != 0)
        check_failed(__FILE__, __LINE__, "no thread");
    pthread_attr_destroy(&small);
}

enum err caller_wait(struct caller *self)
{
    pthread_join(self->thread, NULL);
    return self->result;
}

void fixture_wait_queued(struct store *store, int64_t n)
{
    struct store_stats stats = {0};

    for (store_stats(store, &stats); stats.queued < n; store_stats(store, &stats))
        usleep(1000);
}

/* --- rows --- */

enum err item_add(struct db *db, void *item)
{
    const struct item *self = item;

    return db_exec(db, &SQL_ADD, "iit", self->who, self->n, self->name);
}

static enum err query_int(struct db *db, const struct sql *sql, void *n)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, sql, "");
    if (e || (e = db_row(&st)))
        return e;
    *(int64_t *)n = stmt_int(&st, 0);
    return OK;
}

enum err item_counted(struct db *db, void *arg)
{
    return query_int(db, &SQL_ITEMS, arg);
}

int64_t item_count(struct store *store)
{
    int64_t n = -1;

    CHECK_OK(store_read(store, item_counted, &n));
    return n;
}

enum err page_add(struct db *db, void *none)
{
    (void)none;
    return db_exec(db, &SQL_PAGE, "");
}

enum err pages_counted(struct db *db, void *arg)
{
    return query_int(db, &SQL_PAGES, arg);
}

int64_t page_count(struct store *store)
{
    int64_t n = -1;

    CHECK_OK(store_read(store, pages_counted, &n));
    return n;
}

int fixture_log_pages(void)
{
    struct stat st = {0};

    CHECK_INT(stat(arena_printf(check_mem(), "%s-wal", fixture_path()), &st), 0);
    return (int)(st.st_size / LOG_PAGE);
}
