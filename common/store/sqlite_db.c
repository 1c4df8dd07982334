#include "log.h"
#include "sqlite.h"
#include <stdlib.h>
#include <string.h>

enum {
    PATIENCE_MS = 2000,   /* a backstop: our own processes take turns */
    VALUE_MAX = 16 << 20, /* bytes of a value, a row or a statement */
    DEPTH_MAX = 100,      /* of an expression */
};

static const struct sql SQL_WAL = {"wal", "PRAGMA journal_mode = WAL"};
static const struct sql SQL_BEGIN[] = {
    [DB_READS] = {"begin_read", "BEGIN"}, [DB_WRITES] = {"begin_write", "BEGIN IMMEDIATE"}};
static const struct sql SQL_COMMIT = {"commit", "COMMIT"};
static const struct sql SQL_ROLLBACK = {"rollback", "ROLLBACK"};

static const char settings[] = "PRAGMA synchronous = FULL;"
                               "PRAGMA foreign_keys = ON;"
                               "PRAGMA trusted_schema = OFF;"
                               "PRAGMA cache_size = -256;"
                               "PRAGMA mmap_size = 0;"
                               "PRAGMA temp_store = MEMORY;"
                               "PRAGMA journal_size_limit = 33554432;";

static int note_log(void *self, sqlite3 *conn, const char *schema, int pages)
{
    struct sqlite *db = self;

    (void)conn, (void)schema;
    db->log_pages = pages;
    return SQLITE_OK;
}

static void set_limits(sqlite3 *conn)
{
    sqlite3_extended_result_codes(conn, 1);
    sqlite3_busy_timeout(conn, PATIENCE_MS);
    sqlite3_limit(conn, SQLITE_LIMIT_LENGTH, VALUE_MAX);
    sqlite3_limit(conn, SQLITE_LIMIT_SQL_LENGTH, VALUE_MAX);
    sqlite3_limit(conn, SQLITE_LIMIT_EXPR_DEPTH, DEPTH_MAX);
    sqlite3_limit(conn, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_db_config(conn, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(conn, SQLITE_DBCONFIG_DQS_DDL, 0, NULL); /* "x" is never a string */
    sqlite3_db_config(conn, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
}

static enum err run_script(struct sqlite *self, const char *script)
{
    if (sqlite3_exec(self->conn, script, NULL, NULL, NULL) == SQLITE_OK)
        return OK;
    log_error("store: %s: %s", sqlite3_db_filename(self->conn, "main"), sqlite3_errmsg(self->conn));
    return ERR_STORAGE;
}

/* Where SQLite cannot, it answers with the mode it has instead of an error. */
static enum err set_wal(struct sqlite *self)
{
    AUTO(arena) mem;
    AUTO(stmt) st = {0};

    arena_init(&mem, ARENA_LIMIT);
    enum err e = db_query(&self->db, &st, &SQL_WAL, "");
    if (e || (e = db_row(&st)))
        return e;
    if (strcmp(stmt_text(&st, 0, &mem), "wal") == 0)
        return OK;
    log_error("store: %s: no write-ahead log is possible on this file system",
              sqlite3_db_filename(self->conn, "main"));
    return ERR_STORAGE;
}

static enum err set_up(struct sqlite *self, enum db_use use)
{
    set_limits(self->conn);
    enum err e = run_script(self, settings);
    if (e)
        return e;
    if (use == DB_READS)
        return run_script(self, "PRAGMA query_only = ON");
    sqlite3_wal_hook(self->conn, note_log, self); /* in place of automatic checkpoints */
    return set_wal(self);
}

enum err sqlite_open(const char *path, enum db_use use, struct sqlite **out)
{
    AUTO_CLOSE(sqlite) *self = xcalloc(1, sizeof *self);

    self->db.driver = &sqlite_statements;
    int rc = sqlite3_open_v2(path, &self->conn, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (rc != SQLITE_OK) {
        log_error("store: %s: %s", path, sqlite3_errmsg(self->conn));
        return ERR_STORAGE;
    }
    enum err e = set_up(self, use);
    if (e)
        return e;
    *out = self;
    self = NULL;
    return OK;
}

void sqlite_close(struct sqlite **self)
{
    struct sqlite *db = *self;

    *self = NULL;
    if (!db)
        return;
    sqlite_forget_statements(db);
    int rc = sqlite3_close(db->conn);
    assert(rc == SQLITE_OK);
    (void)rc;
    free(db);
}

enum err sqlite_run(struct sqlite *self, const struct sql *sql)
{
    self->db.failed = OK;
    return db_exec(&self->db, sql, "");
}

enum err sqlite_begin(struct sqlite *self, enum db_use use)
{
    return sqlite_run(self, &SQL_BEGIN[use]);
}

enum err sqlite_commit(struct sqlite *self)
{
    enum err e = sqlite_run(self, &SQL_COMMIT);

    if (e)
        sqlite_rollback(self);
    return e;
}

void sqlite_rollback(struct sqlite *self)
{
    if (sqlite_in_transaction(self)) {
        /* It cannot fail: what SQLite could not undo it has undone already. */
        enum err e = sqlite_run(self, &SQL_ROLLBACK);
        assert(e == OK || !sqlite_in_transaction(self));
    }
}

bool sqlite_in_transaction(const struct sqlite *self)
{
    return !sqlite3_get_autocommit(self->conn);
}
