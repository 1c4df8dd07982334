#include "code_store.h"
#include "db.h"

#define COLUMNS                                                                                    \
    "hash, family, client_id, redirect_uri, dialect, challenge, person, sub, sid, scope, nonce,"   \
    " auth_time, acr, amr, client_generation, person_generation, consent_generation, expires_at"

static struct code read_code(struct stmt *st, struct arena *mem)
{
    return (struct code){
        .hash = stmt_bytes(st, 0, mem),
        .family = stmt_text(st, 1, mem),
        .client_id = stmt_text(st, 2, mem),
        .redirect_uri = stmt_text(st, 3, mem),
        .dialect = stmt_text(st, 4, mem),
        .challenge = stmt_text(st, 5, mem),
        .person = stmt_text(st, 6, mem),
        .sub = stmt_text(st, 7, mem),
        .sid = stmt_text(st, 8, mem),
        .scope = stmt_text(st, 9, mem),
        .nonce = stmt_text(st, 10, mem),
        .auth_time = stmt_int(st, 11),
        .acr = stmt_text(st, 12, mem),
        .amr = stmt_text(st, 13, mem),
        .client_generation = stmt_int(st, 14),
        .person_generation = stmt_int(st, 15),
        .consent_generation = stmt_int(st, 16),
        .expires_at = stmt_int(st, 17),
        .attempt = stmt_text(st, 18, mem),
        .taken_at = stmt_int(st, 19),
    };
}

static const struct sql SQL_PUT = {"code_put", "INSERT INTO code (" COLUMNS
                                               ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,"
                                               " $11, $12, $13, $14, $15, $16, $17, $18)"};

enum err code_store_put(struct db *db, const struct code *code)
{
    return db_exec(db, &SQL_PUT, "bttttttttttittiiii", code->hash, code->family, code->client_id,
                   code->redirect_uri, code->dialect, code->challenge, code->person, code->sub,
                   code->sid, code->scope, code->nonce, code->auth_time, code->acr, code->amr,
                   code->client_generation, code->person_generation, code->consent_generation,
                   code->expires_at);
}

struct take {
    struct arena *mem;
    const struct code_taker *by;
    int64_t now;
    struct code *out;
};

static const struct sql SQL_TAKE = {"code_take",
                                    "UPDATE code SET attempt = COALESCE(attempt, $2),"
                                    " taken_at = COALESCE(taken_at, $3),"
                                    " client_id = CASE client_id WHEN '' THEN $4 ELSE client_id END"
                                    " WHERE hash = $1 RETURNING " COLUMNS ", attempt, taken_at"};

static enum err take(struct db *db, void *arg)
{
    struct take *t = arg;
    AUTO(stmt) st = {0};

    enum err e =
        db_query(db, &st, &SQL_TAKE, "btit", t->by->hash, t->by->attempt, t->now, t->by->client_id);
    if (e || (e = db_row(&st)))
        return e;
    *t->out = read_code(&st, t->mem);
    return OK;
}

enum err code_store_take(struct store *store, struct arena *mem, const struct code_taker *by,
                         int64_t now, struct code *out)
{
    return store_write(store, take, &(struct take){mem, by, now, out});
}

static const struct sql SQL_DROP = {"code_drop", "DELETE FROM code WHERE client_id = $1"
                                                 " AND person = $2 AND taken_at IS NULL"};

enum err code_store_drop(struct db *db, const char *client_id, const char *person)
{
    return db_exec(db, &SQL_DROP, "tt", client_id, person);
}

static const struct sql SQL_EXPIRE = {"code_expire",
                                      "DELETE FROM code WHERE hash IN (SELECT hash FROM code"
                                      " WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)"};

enum err code_store_expire(struct db *db, int64_t now, int64_t most)
{
    return db_exec(db, &SQL_EXPIRE, "ii", now - CODE_MEMORY_MS, most);
}

/* -- people who are gone ----------------------------------------------------------------------- */

static const struct sql SQL_FORGET_PERSON = {
    "code_forget_person",
    "DELETE FROM code WHERE hash IN (SELECT hash FROM code WHERE person = $1 LIMIT $2)"};

enum err code_store_forget(struct db *db, struct call *c, const char *person, int64_t most,
                           int64_t *n)
{
    (void)c;
    enum err e = db_exec(db, &SQL_FORGET_PERSON, "ti", person, most);
    if (!e)
        *n = db_changes(db);
    return e;
}
