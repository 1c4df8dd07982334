#include "tally_store.h"
#include "db.h"
#include "embed.h"
#include "tally.h"

EMBED(tally_schema, EMBED_DIR "/schema/tally.sql");

enum { BATCH_ROWS = 500, DAY_MS = 86400 * 1000, MISHAPS_SHOWN = 50 };

static int64_t oldest_day(int64_t now)
{
    return now / DAY_MS - TALLY_DAYS + 1;
}

/* -- write ------------------------------------------------------------------------------------- */

struct batch {
    const struct tally_row *rows;
    size_t n;
    int64_t oldest;
};

static const struct sql SQL_ADD = {
    "tally_add", "INSERT INTO tally (client_id, what, day, n, last_at, detail)"
                 " VALUES ($1, $2, $3, $4, $5, $6)"
                 " ON CONFLICT (client_id, what, day) DO UPDATE SET n = tally.n + excluded.n,"
                 " last_at = CASE WHEN excluded.last_at > tally.last_at THEN excluded.last_at"
                 " ELSE tally.last_at END, detail = COALESCE(excluded.detail, tally.detail)"};
static const struct sql SQL_EXPIRE = {
    "tally_expire", "DELETE FROM tally WHERE (client_id, what, day) IN (SELECT client_id, what, day"
                    " FROM tally WHERE day < $1 ORDER BY day LIMIT $2)"};

static enum err add(struct db *db, void *arg)
{
    const struct batch *b = arg;
    enum err e = OK;

    for (size_t i = 0; !e && i < b->n; i++) {
        const struct tally_row *row = &b->rows[i];
        e = db_exec(db, &SQL_ADD, "ttiiit", row->client_id, row->what, row->day, row->n,
                    row->last_at, row->detail);
    }
    return e ? e : db_exec(db, &SQL_EXPIRE, "ii", b->oldest, (int64_t)BATCH_ROWS);
}

enum err tally_store_add(struct store *store, const struct tally_row *rows, size_t n, int64_t now)
{
    return store_write(store, add, &(struct batch){rows, n, oldest_day(now)});
}

static const struct sql SQL_FORGET = {
    "tally_forget", "DELETE FROM tally WHERE (client_id, what, day) IN (SELECT client_id, what, day"
                    " FROM tally WHERE client_id = $1 LIMIT $2)"};

enum err tally_store_forget(struct db *db, const char *client_id, int64_t most)
{
    return db_exec(db, &SQL_FORGET, "ti", client_id, most);
}

/* -- read -------------------------------------------------------------------------------------- */

struct look {
    struct arena *mem;
    const char *client_id;
    int64_t oldest;
    struct app_mishap *mishaps;
    struct app_day *days;
    size_t n;
    int64_t last_at;
};

static const struct sql SQL_MISHAPS = {
    "tally_mishaps", "SELECT what, n, last_at, detail FROM tally WHERE client_id = $1"
                     " AND what <> '" TALLY_TOKENS "' ORDER BY last_at DESC, what LIMIT $2"};

static enum err read_mishaps(struct db *db, void *arg)
{
    struct look *l = arg;
    AUTO(stmt) st = {0};

    l->n = 0;
    enum err e = db_query(db, &st, &SQL_MISHAPS, "ti", l->client_id, (int64_t)MISHAPS_SHOWN);
    while (!e && l->n < MISHAPS_SHOWN && !(e = db_row(&st))) {
        l->mishaps[l->n++] = (struct app_mishap){.what = stmt_text(&st, 0, l->mem),
                                                 .times = stmt_int(&st, 1),
                                                 .last_at = stmt_int(&st, 2),
                                                 .detail = stmt_text(&st, 3, l->mem)};
    }
    return e == ERR_NOT_FOUND ? OK : e;
}

enum err tally_store_mishaps(struct store *store, struct arena *mem, const char *client_id,
                             struct app_mishaps_reply *out)
{
    struct look l = {.mem = mem, .client_id = client_id};

    l.mishaps = arena_array(mem, MISHAPS_SHOWN, sizeof *l.mishaps);
    enum err e = store_read(store, read_mishaps, &l);
    if (e)
        return e;
    out->mishaps.v = l.mishaps;
    out->mishaps.n = l.n;
    return OK;
}

static const struct sql SQL_TOKENS = {
    "tally_tokens", "SELECT day, n, last_at FROM tally WHERE client_id = $1"
                    " AND what = '" TALLY_TOKENS "' AND day >= $2 ORDER BY day LIMIT $3"};

static enum err read_tokens(struct db *db, void *arg)
{
    struct look *l = arg;
    AUTO(stmt) st = {0};

    l->n = 0;
    enum err e =
        db_query(db, &st, &SQL_TOKENS, "tii", l->client_id, l->oldest, (int64_t)TALLY_DAYS);
    while (!e && l->n < TALLY_DAYS && !(e = db_row(&st))) {
        l->days[l->n++] = (struct app_day){stmt_int(&st, 0), stmt_int(&st, 1)};
        l->last_at = stmt_int(&st, 2);
    }
    return e == ERR_NOT_FOUND ? OK : e;
}

enum err tally_store_tokens(struct store *store, struct arena *mem, const char *client_id,
                            int64_t now, struct app_use_reply *out)
{
    struct look l = {.mem = mem, .client_id = client_id, .oldest = oldest_day(now)};

    l.days = arena_array(mem, TALLY_DAYS, sizeof *l.days);
    enum err e = store_read(store, read_tokens, &l);
    if (e)
        return e;
    out->days.v = l.days;
    out->days.n = l.n;
    out->used_at = l.last_at;
    return OK;
}
