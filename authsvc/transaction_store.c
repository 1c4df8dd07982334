#include "transaction_store.h"
#include "db.h"

#define COLUMNS                                                                                    \
    "hash, browser, ticket_key, session, person, expires_at, client_id, redirect_uri,"             \
    " response_type, response_mode, scope, state, nonce, code_challenge, code_challenge_method,"   \
    " prompt, max_age, login_hint, dialect, issuer, own_page, trial"

/* -- rows -------------------------------------------------------------------------------------- */

static struct transaction read_transaction(struct stmt *st, struct arena *mem)
{
    return (struct transaction){
        .hash = stmt_bytes(st, 0, mem),
        .browser = stmt_bytes(st, 1, mem),
        .ticket_key = stmt_bytes(st, 2, mem),
        .session = stmt_bytes(st, 3, mem),
        .person = stmt_text(st, 4, mem),
        .expires_at = stmt_int(st, 5),
        .request =
            {
                .client_id = stmt_text(st, 6, mem),
                .redirect_uri = stmt_text(st, 7, mem),
                .response_type = stmt_text(st, 8, mem),
                .response_mode = stmt_text(st, 9, mem),
                .scope = stmt_text(st, 10, mem),
                .state = stmt_text(st, 11, mem),
                .nonce = stmt_text(st, 12, mem),
                .code_challenge = stmt_text(st, 13, mem),
                .code_challenge_method = stmt_text(st, 14, mem),
                .prompt = stmt_text(st, 15, mem),
                .max_age = stmt_text(st, 16, mem),
                .login_hint = stmt_text(st, 17, mem),
                .dialect = stmt_text(st, 18, mem),
                .issuer = stmt_text(st, 19, mem),
                .own_page = stmt_int(st, 20) != 0,
                .trial = stmt_int(st, 21) != 0,
            },
    };
}

/* -- room for another one ---------------------------------------------------------------------- */

/* All but the newest of some: which, is between the two halves. */
#define DELETE_ALL_BUT                                                                             \
    "DELETE FROM auth_transaction WHERE hash IN (SELECT hash FROM auth_transaction "
#define THE_NEWEST " ORDER BY expires_at DESC, hash DESC LIMIT $1 OFFSET $2)"

static const struct sql SQL_ROOM_BROWSER = {"transaction_room_browser",
                                            DELETE_ALL_BUT "WHERE browser = $3" THE_NEWEST};
static const struct sql SQL_ROOM_SOURCE = {"transaction_room_source",
                                           DELETE_ALL_BUT "WHERE source = $3" THE_NEWEST};
static const struct sql SQL_ROOM_ALL = {"transaction_room_all", DELETE_ALL_BUT THE_NEWEST};

enum { ROOM_ROWS = 1000 }; /* that one call removes at most */

/* Counting all takes long, so that one in 256 does it: the hash is as good as drawn. */
static enum err make_room_in_all(struct db *db, const struct transaction *t)
{
    if (t->hash.p[0] != 0)
        return OK;
    return db_exec(db, &SQL_ROOM_ALL, "ii", (int64_t)ROOM_ROWS, (int64_t)TRANSACTIONS_IN_ALL - 1);
}

static enum err make_room(struct db *db, const struct transaction *t)
{
    enum err e = db_exec(db, &SQL_ROOM_BROWSER, "iib", (int64_t)ROOM_ROWS,
                         (int64_t)TRANSACTIONS_OF_A_BROWSER - 1, t->browser);

    if (!e && t->source)
        e = db_exec(db, &SQL_ROOM_SOURCE, "iit", (int64_t)ROOM_ROWS,
                    (int64_t)TRANSACTIONS_OF_A_SOURCE - 1, t->source);
    return e ? e : make_room_in_all(db, t);
}

static const struct sql SQL_PUT = {
    "transaction_put", "INSERT INTO auth_transaction (" COLUMNS
                       ", source) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,"
                       " $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)"};

static enum err put(struct db *db, void *arg)
{
    const struct transaction *t = arg;
    const struct authorize_request *q = &t->request;
    enum err e = make_room(db, t);

    if (e)
        return e;
    return db_exec(db, &SQL_PUT, "bbbbtittttttttttttttiit", t->hash, t->browser, t->ticket_key,
                   t->session, t->person, t->expires_at, q->client_id, q->redirect_uri,
                   q->response_type, q->response_mode, q->scope, q->state, q->nonce,
                   q->code_challenge, q->code_challenge_method, q->prompt, q->max_age,
                   q->login_hint, q->dialect, q->issuer, (int64_t)q->own_page, (int64_t)q->trial,
                   t->source);
}

enum err transaction_store_put(struct store *store, const struct transaction *t)
{
    struct transaction copy = *t;

    return store_write(store, put, &copy);
}

/* -- one of them ------------------------------------------------------------------------------- */

struct find {
    struct arena *mem;
    struct bytes hash, browser;
    int64_t now;
    struct transaction *out;
};

static const struct sql SQL_FIND = {"transaction_find",
                                    "SELECT " COLUMNS " FROM auth_transaction"
                                    " WHERE hash = $1 AND browser = $2 AND expires_at > $3"};

static enum err find(struct db *db, void *arg)
{
    struct find *f = arg;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_FIND, "bbi", f->hash, f->browser, f->now);
    if (e || (e = db_row(&st)))
        return e;
    *f->out = read_transaction(&st, f->mem);
    return OK;
}

enum err transaction_store_find(struct store *store, struct arena *mem, struct bytes hash,
                                struct bytes browser, int64_t now, struct transaction *out)
{
    return store_read(store, find, &(struct find){mem, hash, browser, now, out});
}

static const struct sql SQL_SIGNED_IN = {"transaction_signed_in",
                                         "UPDATE auth_transaction SET session = $3, person = $4"
                                         " WHERE hash = $1 AND browser = $2"};

enum err transaction_store_signed_in(struct db *db, const struct transaction_sign_in *s)
{
    return db_exec(db, &SQL_SIGNED_IN, "bbbt", s->hash, s->browser, s->session, s->person);
}

static const struct sql SQL_CONSUME = {
    "transaction_consume", "DELETE FROM auth_transaction WHERE hash = $1 AND expires_at > $2"};

enum err transaction_store_consume(struct db *db, struct bytes hash, int64_t now)
{
    enum err e = db_exec(db, &SQL_CONSUME, "bi", hash, now);

    if (e)
        return e;
    return db_changes(db) ? OK : ERR_NOT_FOUND;
}

static const struct sql SQL_DROP = {
    "transaction_drop", "DELETE FROM auth_transaction WHERE client_id = $1 AND person = $2"};

enum err transaction_store_drop(struct db *db, const char *client_id, const char *person)
{
    return db_exec(db, &SQL_DROP, "tt", client_id, person);
}

static const struct sql SQL_EXPIRE = {"transaction_expire",
                                      "DELETE FROM auth_transaction WHERE hash IN (SELECT hash"
                                      " FROM auth_transaction WHERE expires_at <= $1"
                                      " ORDER BY expires_at LIMIT $2)"};

enum err transaction_store_expire(struct db *db, int64_t now, int64_t most)
{
    return db_exec(db, &SQL_EXPIRE, "ii", now, most);
}

/* -- people who are gone ----------------------------------------------------------------------- */

static const struct sql SQL_FORGET_PERSON = {
    "transaction_forget_person", "DELETE FROM auth_transaction WHERE hash IN (SELECT hash FROM "
                                 "auth_transaction WHERE person = $1 LIMIT $2)"};

enum err transaction_store_forget(struct db *db, struct call *c, const char *person, int64_t most,
                                  int64_t *n)
{
    (void)c;
    enum err e = db_exec(db, &SQL_FORGET_PERSON, "ti", person, most);
    if (!e)
        *n = db_changes(db);
    return e;
}
