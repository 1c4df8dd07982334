#include "event_key_store.h"
#include "db.h"
#include "random.h"
#include "secret.h"

static const struct sql SQL_GET = {"event_key_get", "SELECT event_key FROM person WHERE id = $1"};
static const struct sql SQL_SET = {"event_key_set",
                                   "UPDATE person SET event_key = $2 WHERE id = $1"};

static const char *place(struct arena *mem, const char *person)
{
    return arena_printf(mem, "usersvc.event_key:%s", person);
}

static enum err get(struct db *db, struct bytes kek, struct arena *mem, const char *person,
                    struct bytes *out)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_GET, "t", person);
    if (e || (e = db_row(&st)))
        return e;
    if (stmt_null(&st, 0))
        return ERR_NOT_FOUND;
    return secret_unwrap(mem, kek, place(mem, person), stmt_bytes(&st, 0, mem), out);
}

static enum err make(struct db *db, struct bytes kek, struct arena *mem, const char *person,
                     struct bytes *out)
{
    uint8_t *key = arena_alloc(mem, SECRET_KEY_LEN);

    random_bytes(key, SECRET_KEY_LEN);
    *out = (struct bytes){key, SECRET_KEY_LEN};
    return db_exec(db, &SQL_SET, "tb", person, secret_wrap(mem, kek, place(mem, person), *out));
}

enum err event_key_need(struct db *db, struct bytes kek, struct arena *mem, const char *person,
                        struct bytes *out)
{
    enum err e = get(db, kek, mem, person, out);

    return e == ERR_NOT_FOUND ? make(db, kek, mem, person, out) : e;
}

struct find {
    struct bytes kek;
    struct arena *mem;
    const char *person;
    struct bytes *out;
};

static enum err find(struct db *db, void *arg)
{
    const struct find *f = arg;

    return get(db, f->kek, f->mem, f->person, f->out);
}

enum err event_key_find(struct store *store, struct bytes kek, struct arena *mem,
                        const char *person, struct bytes *out)
{
    return store_read(store, find, &(struct find){kek, mem, person, out});
}
