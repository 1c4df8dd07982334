#include "outbox_store.h"
#include "db.h"
#include "embed.h"
#include "log.h"
#include "random.h"
#include "secret.h"
#include "text.h"

EMBED(outbox_schema, EMBED_DIR "/schema/outbox.sql");

/* What a page may hold, in bytes; one order more than fits may be in it. */
enum { PAGE = 50, PAGE_ROOM = 64 << 10 };

/* -- put ----------------------------------------------------------------------------------------
 */

static const char *place(struct arena *mem, const char *id)
{
    return arena_printf(mem, "outbox:%s", id);
}

static const char *new_id(struct arena *mem)
{
    uint8_t raw[16];

    random_bytes(raw, sizeof raw);
    return text_hex(mem, (struct bytes){raw, sizeof raw});
}

enum err outbox_seal(struct call *c, struct bytes kek, const struct order *order,
                     struct outbox_letter *out)
{
    const char *why = NULL;
    struct buf plain;

    buf_init(&plain, c->mem, 512);
    if (msg_encode(&order_desc, order, &plain, &why) != OK)
        return refuse(c, ERR_INTERNAL, "an order breaks the contract: %s", why);
    out->id = new_id(c->mem);
    out->sealed = secret_wrap(c->mem, kek, place(c->mem, out->id), buf_bytes(&plain));
    return OK;
}

/* The row is locked until the commit, so numbers are in the order of commits. */
static const struct sql SQL_NUMBER = {
    "outbox_number", "UPDATE outbox_head SET number = number + 1 RETURNING number"};
static const struct sql SQL_PUT = {"outbox_put",
                                   "INSERT INTO outbox (number, id, sealed) VALUES ($1, $2, $3)"};

enum err outbox_put(struct db *db, struct call *c, const struct outbox_letter *letter)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_NUMBER, "");
    if (e || (e = db_row(&st)))
        return e;
    int64_t number = stmt_int(&st, 0);
    stmt_done(&st);
    c->stirred = true;
    return db_exec(db, &SQL_PUT, "itb", number, letter->id, letter->sealed);
}

/* -- since --------------------------------------------------------------------------------------
 */

struct since {
    struct arena *mem;
    int64_t after, head;
    struct row {
        int64_t number;
        struct outbox_letter letter;
    } * rows;
    size_t n;
    bool done; /* there are rows that the courier has */
};

static const struct sql SQL_HEAD = {"outbox_head", "SELECT number FROM outbox_head"};
static const struct sql SQL_DONE = {"outbox_done", "SELECT number FROM outbox WHERE number <= $1"
                                                   " LIMIT 1"};
static const struct sql SQL_SINCE = {"outbox_since",
                                     "SELECT number, id, sealed FROM outbox WHERE number > $1"
                                     " ORDER BY number LIMIT $2"};

static enum err read_number(struct db *db, struct since *s)
{
    AUTO(stmt) head = {0};
    AUTO(stmt) done = {0};

    enum err e = db_query(db, &head, &SQL_HEAD, "");
    if (e || (e = db_row(&head)))
        return e;
    s->head = stmt_int(&head, 0);
    e = db_query(db, &done, &SQL_DONE, "i", s->after);
    if (e)
        return e;
    e = db_row(&done);
    s->done = !e;
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err read_page(struct db *db, void *arg)
{
    struct since *s = arg;
    size_t used = 0;
    AUTO(stmt) st = {0};

    s->n = 0;
    enum err e = read_number(db, s);
    if (!e)
        e = db_query(db, &st, &SQL_SINCE, "ii", s->after, (int64_t)PAGE);
    while (!e && used <= PAGE_ROOM && !(e = db_row(&st))) {
        struct row *row = &s->rows[s->n++];
        *row =
            (struct row){stmt_int(&st, 0), {stmt_text(&st, 1, s->mem), stmt_bytes(&st, 2, s->mem)}};
        used += row->letter.sealed.n;
    }
    return e == ERR_NOT_FOUND ? OK : e;
}

static const struct sql SQL_FORGET = {"outbox_forget", "DELETE FROM outbox WHERE number <= $1"};

static enum err forget(struct db *db, void *arg)
{
    const struct since *s = arg;

    return db_exec(db, &SQL_FORGET, "i", s->after);
}

/* One that cannot be opened would stop the queue for ever: it goes on its way as nothing, and the
 * log says so. */
static struct order *open_letter(struct call *c, struct bytes kek,
                                 const struct outbox_letter *letter)
{
    struct order *order = ARENA_NEW(c->mem, order);
    const char *why = "another key sealed it";
    struct bytes plain;

    enum err e = secret_unwrap(c->mem, kek, place(c->mem, letter->id), letter->sealed, &plain);
    if (!e)
        e = msg_decode(&order_desc, plain, MSG_TOLERATE_UNKNOWN, c->mem, order, &why);
    if (e) {
        log_error("order %s is lost: %s", letter->id, why);
        *order = (struct order){.mail = NULL};
    }
    return order;
}

enum err outbox_store_since(struct store *store, struct call *c, struct bytes kek,
                            const struct outbox_since_request *q, struct outbox_since_reply *a)
{
    struct since s = {.mem = c->mem, .after = q->after};

    s.rows = arena_array(c->mem, PAGE, sizeof *s.rows);
    enum err e = store_read(store, read_page, &s);
    if (!e && s.done && s.after <= s.head)
        e = store_write(store, forget, &s);
    if (e)
        return e;
    struct outbox_item *items = arena_array(c->mem, s.n ? s.n : 1, sizeof *items);
    for (size_t i = 0; i < s.n; i++)
        items[i] = (struct outbox_item){.number = s.rows[i].number,
                                        .id = s.rows[i].letter.id,
                                        .order = open_letter(c, kek, &s.rows[i].letter)};
    *a = (struct outbox_since_reply){.items = {items, s.n}, .head = s.head};
    return OK;
}
