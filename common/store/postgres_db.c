#include "log.h"
#include "postgres.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Limits of a connection.  A server that does not answer is given up after seconds, and a process
 * that stands still in a transaction loses it. */
static const char settings[] = "SET statement_timeout = 5000;"
                               "SET idle_in_transaction_session_timeout = 10000;"
                               "SET bytea_output = 'hex';"
                               "SET jit = off;"
                               "SELECT set_config('synchronous_commit', 'on', false)"
                               " WHERE current_setting('synchronous_commit') = 'off'";

static const char *const BEGIN[] = {
    [POSTGRES_READS] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    [POSTGRES_WRITES] = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
};

/* --- results --- */

static void note(struct postgres *self, enum postgres_trouble trouble, const char *why)
{
    if (self->trouble == POSTGRES_NONE)
        self->trouble = trouble;
    snprintf(self->why, sizeof self->why, "%s", why ? why : "no reason given");
    self->why[strcspn(self->why, "\n")] = '\0';
}

static bool is_connected(const struct postgres *self)
{
    return PQstatus(self->conn) == CONNECTION_OK;
}

/* By SQLSTATE. */
static enum postgres_trouble trouble_of(const char *state)
{
    if (strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0)
        return POSTGRES_LOST;
    return strcmp(state, "23505") == 0 ? POSTGRES_TAKEN : POSTGRES_FAILED;
}

bool postgres_good(struct postgres *self, const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);

    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
        return true;
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    if (!is_connected(self) || !state) /* libpq may notice that it is gone a call later */
        note(self, POSTGRES_GONE, PQerrorMessage(self->conn));
    else if (strncmp(state, "22", 2) == 0) /* it would quote the value that was wrong */
        note(self, POSTGRES_FAILED, "a value is not one of its type");
    else
        note(self, trouble_of(state), PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
    return false;
}

enum err postgres_command(struct postgres *self, const char *sql)
{
    PGresult *result = PQexec(self->conn, sql);
    bool good = postgres_good(self, result);

    PQclear(result);
    return good ? OK : ERR_STORAGE;
}

/* --- connections --- */

static void be_quiet(void *arg, const PGresult *notice)
{
    (void)arg, (void)notice;
}

static enum err refuse(const struct postgres *self, const char *why)
{
    log_error("store: schema %s: %.*s", self->place->schema, (int)strcspn(why, "\n"), why);
    return ERR_UNAVAILABLE;
}

static enum err set_up(struct postgres *self)
{
    const char *encoding = PQparameterStatus(self->conn, "server_encoding");

    if (!encoding || strcmp(encoding, "UTF8") != 0) {
        refuse(self, "the database is not encoded in UTF8");
        return ERR_CONFIG;
    }
    PQsetNoticeReceiver(self->conn, be_quiet, NULL);
    char *quoted = PQescapeIdentifier(self->conn, self->place->schema, strlen(self->place->schema));
    char *path = quoted ? xprintf("SET search_path TO %s", quoted) : NULL;
    enum err e = path ? postgres_command(self, path) : ERR_STORAGE;
    PQfreemem(quoted);
    free(path);
    if (!e)
        e = postgres_command(self, settings);
    return e ? refuse(self, self->why) : OK;
}

static void disconnect(struct postgres *self)
{
    postgres_forget_statements(self);
    PQfinish(self->conn);
    self->conn = NULL;
}

static enum err connect_to_server(struct postgres *self)
{
    /* Those before dbname can be changed by it. */
    const char *const names[] = {"connect_timeout",
                                 "tcp_user_timeout",
                                 "keepalives_idle",
                                 "keepalives_interval",
                                 "keepalives_count",
                                 "fallback_application_name",
                                 "dbname",
                                 "client_encoding",
                                 NULL};
    const char *const values[] = {"5",    "10000", "10", "5", "3", "ostiary", self->place->server,
                                  "UTF8", NULL};

    self->trouble = POSTGRES_NONE;
    self->conn = PQconnectdbParams(names, values, 1);
    enum err e = is_connected(self) ? set_up(self) : refuse(self, PQerrorMessage(self->conn));
    if (e)
        disconnect(self); /* never one that is half set up */
    return e;
}

enum err postgres_reconnect(struct postgres *self)
{
    disconnect(self);
    return connect_to_server(self);
}

enum err postgres_open(const struct postgres_place *place, struct postgres **out)
{
    AUTO_CLOSE(postgres) *self = xcalloc(1, sizeof *self);

    self->db.driver = &postgres_statements;
    self->place = place;
    enum err e = connect_to_server(self);
    if (e)
        return e;
    *out = self;
    self = NULL;
    return OK;
}

void postgres_close(struct postgres **self)
{
    struct postgres *postgres = *self;

    *self = NULL;
    if (!postgres)
        return;
    disconnect(postgres);
    free(postgres);
}

/* --- transactions --- */

static enum err run(struct postgres *self, const char *sql)
{
    enum err e = postgres_command(self, sql);

    if (self->trouble == POSTGRES_FAILED)
        log_error("store: %.*s: %s", (int)strcspn(sql, " "), sql, self->why);
    return e;
}

enum err postgres_begin(struct postgres *self, enum postgres_use use)
{
    self->trouble = POSTGRES_NONE;
    return run(self, BEGIN[use]);
}

enum err postgres_commit(struct postgres *self)
{
    enum err e = run(self, "COMMIT");

    if (self->trouble != POSTGRES_GONE)
        return e;
    self->trouble = POSTGRES_UNSURE;
    log_error("store: COMMIT: %s: it is not known what became of it", self->why);
    return ERR_UNAVAILABLE;
}

void postgres_rollback(struct postgres *self)
{
    if (is_connected(self) && PQtransactionStatus(self->conn) != PQTRANS_IDLE) {
        /* If it fails, the connection is gone and the transaction with it. */
        PQclear(PQexec(self->conn, "ROLLBACK"));
    }
}
