#include "place.h"
#include "arena.h"
#include "check.h"
#include "store_postgres.h"
#include <dirent.h>
#include <libpq-fe.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DATABASES_MAX = 16 }; /* of one case */

static struct database {
    char dir[200], name[40], server[300];
} databases[DATABASES_MAX];
static size_t n_databases;
static char template[40];                                /* "": none */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of finding and making */

static const char *socket_folder(void)
{
    return getenv("OSTIARY_TEST_STORE"); /* nobody sets it.  NOLINT(concurrency-mt-unsafe) */
}

bool place_is_server(void)
{
    return socket_folder();
}

/* --- talking to the server --- */

/* One value, or NULL; what is wrong is printed. */
static char *ask(const char *database, const char *sql)
{
    char *server = xprintf("postgresql://ostiary@/%s?host=%s", database, socket_folder());
    PGconn *conn = PQconnectdb(server);
    PGresult *result = PQexec(conn, sql);
    bool rows = PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) > 0;
    char *value = rows ? xstrdup(PQgetvalue(result, 0, 0)) : NULL;

    if (!rows && PQresultStatus(result) != PGRES_COMMAND_OK)
        printf("# %s: %s", sql, PQerrorMessage(conn));
    PQclear(result);
    PQfinish(conn);
    free(server);
    return value;
}

static void tell(const char *sql)
{
    free(ask("postgres", sql));
}

/* --- databases --- */

static void drop(const char *name)
{
    char *sql = xprintf("DROP DATABASE IF EXISTS %s WITH (FORCE)", name);

    tell(sql);
    free(sql);
}

static void drop_all(void)
{
    while (n_databases > 0)
        drop(databases[--n_databases].name);
}

static void create(const char *name, const char *from)
{
    char *sql = xprintf("CREATE DATABASE %s TEMPLATE %s", name, from);

    tell(sql);
    free(sql);
}

static struct database *find_or_make(const char *dir)
{
    static int number;

    for (size_t i = 0; i < n_databases; i++) {
        if (strcmp(databases[i].dir, dir) == 0)
            return &databases[i];
    }
    assert(n_databases < DATABASES_MAX);
    check_after(drop_all);
    struct database *d = &databases[n_databases++];
    snprintf(d->dir, sizeof d->dir, "%s", dir);
    int pid = (int)getpid();
    snprintf(d->name, sizeof d->name, "check_%d_%d", pid, ++number);
    snprintf(d->server, sizeof d->server, "postgresql://ostiary@/check_%d_%d?host=%s", pid, number,
             socket_folder());
    create(d->name, *template ? template : "template1");
    return d;
}

static const struct database *database_of(const char *dir)
{
    pthread_mutex_lock(&lock);
    const struct database *d = find_or_make(dir);
    pthread_mutex_unlock(&lock);
    return d;
}

void place_of(const char *dir, const char **server, const struct store_driver **driver)
{
    *server = NULL;
    *driver = NULL;
    if (!place_is_server())
        return;
    *server = database_of(dir)->server;
    *driver = &store_postgres;
}

static void drop_template(void)
{
    drop(template);
}

static void keep_database(const char *dir)
{
    const char *from = database_of(dir)->name;

    snprintf(template, sizeof template, "check_%d_template", (int)getpid());
    create(template, from);
    atexit(drop_template);
}

void place_end(const char *dir)
{
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < n_databases; i++) {
        if (strcmp(databases[i].dir, dir) == 0) {
            drop(databases[i].name);
            databases[i] = databases[--n_databases];
        }
    }
    pthread_mutex_unlock(&lock);
}

void place_cut(const char *dir)
{
    free(ask(database_of(dir)->name,
             "SELECT count(pg_terminate_backend(pid, 2000)) FROM pg_stat_activity"
             " WHERE datname = current_database() AND pid <> pg_backend_pid()"));
}

/* --- files --- */

enum { FILES_MAX = 8 };

static struct kept {
    char *name; /* "usersvc.db" */
    struct bytes data;
} kept[FILES_MAX];
static size_t n_kept;

static void keep_file(const char *folder, const char *name)
{
    struct bytes file = check_file(arena_printf(check_mem(), "%s/%s", folder, name));
    uint8_t *copy = xmalloc(file.n + 1);

    assert(n_kept < FILES_MAX);
    memcpy(copy, file.p, file.n);
    kept[n_kept++] = (struct kept){xstrdup(name), {copy, file.n}};
}

/* Databases alone: what a store leaves beside one that was closed is a lock. */
static void keep_files(const char *folder)
{
    DIR *d = opendir(folder);
    const struct dirent *entry;

    CHECK(d);
    while ((entry = readdir(d))) { /* one reader.  NOLINT(concurrency-mt-unsafe) */
        size_t n = strlen(entry->d_name);
        if (n > 3 && strcmp(entry->d_name + n - 3, ".db") == 0)
            keep_file(folder, entry->d_name);
    }
    closedir(d);
}

static void put_files(const char *folder)
{
    CHECK_INT(mkdir(folder, 0700), 0);
    for (size_t i = 0; i < n_kept; i++) {
        FILE *f = fopen(arena_printf(check_mem(), "%s/%s", folder, kept[i].name), "wb");
        CHECK(f && fwrite(kept[i].data.p, 1, kept[i].data.n, f) == kept[i].data.n);
        CHECK(fclose(f) == 0);
    }
}

/* --- copies --- */

static bool is_kept;

void place_copy_from_now_on(const char *dir)
{
    if (place_is_server())
        keep_database(dir);
    else
        keep_files(arena_printf(check_mem(), "%s/default", dir));
    is_kept = true;
}

bool place_begin(const char *dir)
{
    if (is_kept && !place_is_server())
        put_files(arena_printf(check_mem(), "%s/default", dir));
    return is_kept;
}

/* --- what is there --- */

static bool has(struct bytes data, const char *text)
{
    return data.p && memmem(data.p, data.n, text, strlen(text));
}

/* Blobs are written there as hexadecimal digits. */
static bool server_holds(const char *dir, const char *service, const char *text)
{
    const char *sql = arena_printf(check_mem(),
                                   "SET xmlbinary = hex;"
                                   "SELECT schema_to_xml('default_%s', true, false, '')",
                                   service);
    char *data = ask(database_of(dir)->name, sql);
    char *hex = arena_alloc(check_mem(), strlen(text) * 2 + 1);

    CHECK(data && strstr(data, "schema_version"));
    for (size_t i = 0; text[i]; i++)
        snprintf(hex + 2 * i, 3, "%02X", (unsigned)(unsigned char)text[i]);
    bool found = strstr(data, text) || strstr(data, hex);
    free(data);
    return found;
}

bool place_holds(const char *dir, const char *service, const char *text)
{
    if (place_is_server())
        return server_holds(dir, service, text);
    const char *path = arena_printf(check_mem(), "%s/default/%s.db", dir, service);
    struct bytes file = check_file(path);
    struct bytes log = check_file(arena_printf(check_mem(), "%s-wal", path)); /* none once closed */
    CHECK(file.n > 0);
    return has(file, text) || has(log, text);
}
