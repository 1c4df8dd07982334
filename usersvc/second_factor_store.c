#include "second_factor_store.h"
#include "db.h"
#include "person_columns.h"
#include "person_event.h"
#include "recovery_code_store.h"
#include "second_factor_draft_store.h"
#include "usersvc.h"

/* -- get ----------------------------------------------------------------------------------------
 */

struct get {
    struct call *c;
    struct person_key key;
    struct second_factor_row found;
};

static const struct sql SQL_GET = {"second_factor_get",
                                   "SELECT sealed FROM second_factor WHERE person = $1"};

static enum err read_sealed(struct db *db, const struct get *g, struct bytes *sealed)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_GET, "t", g->key.id);
    if (e || (e = db_row(&st)))
        return e;
    *sealed = stmt_bytes(&st, 0, g->c->mem);
    return OK;
}

static enum err open_secret(struct db *db, struct get *g)
{
    const struct usersvc *svc = g->c->svc;
    const struct vault_place place = second_factor_place(g->key.id);
    struct bytes sealed;
    enum err e = read_sealed(db, g, &sealed);

    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    return vault_open(db, g->c->mem, &svc->vault, &place, sealed, &g->found.secret);
}

static enum err get(struct db *db, void *arg)
{
    struct get *g = arg;
    enum err e = person_columns_find(db, g->c->mem, &g->key, &g->found.person);

    if (!e)
        e = open_secret(db, g);
    return e ? e : recovery_code_store_count(db, g->key.id, &g->found.recovery_codes);
}

enum err second_factor_store_get(struct call *c, const char *person, struct second_factor_row *out)
{
    const struct usersvc *svc = c->svc;
    struct get g = {.c = c, .key = {.id = person}};
    enum err e = store_read(svc->store, get, &g);

    if (!e)
        *out = g.found;
    return e;
}

/* -- there and gone -----------------------------------------------------------------------------
 */

struct change {
    struct call *c;
    struct person_key key;
    const struct second_factor_addition *what; /* NULL: it goes */
    const struct letter *notice;
    struct person was, now;
};

static enum err look(struct db *db, struct change *ch)
{
    enum err e = db_lock(db, "people", NULL, NULL);

    return e ? e : person_columns_find(db, ch->c->mem, &ch->key, &ch->was);
}

static const struct sql SQL_MARK = {
    "second_factor_mark",
    "UPDATE person SET second_factor_at = NULLIF($2, 0) WHERE id = $1 RETURNING " COLUMNS};

static enum err mark(struct db *db, struct change *ch)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_MARK, "ti", ch->was.id, ch->what ? ch->c->now : (int64_t)0);
    if (e || (e = db_row(&st)))
        return e;
    ch->now = person_columns_read(&st, ch->c->mem);
    return OK;
}

/* All that comes with the change. */
static enum err note(struct db *db, struct change *ch, enum event_kind kind)
{
    enum err e = mark(db, ch);

    if (!e)
        e = person_event_append(db, ch->c, kind, &ch->was, &ch->now);
    return e ? e : outbox_put(db, ch->c, &ch->notice->sealed);
}

static const struct sql SQL_PUT = {"second_factor_put",
                                   "INSERT INTO second_factor (person, sealed, last_step)"
                                   " VALUES ($1, $2, $3)"};

static enum err add(struct db *db, void *arg)
{
    struct change *ch = arg;
    const struct second_factor_addition *what = ch->what;
    enum err e = look(db, ch);

    if (!e && ch->was.second_factor_at)
        return ERR_EXISTS;
    if (e || (e = draft_store_take(db, &ch->was, what->sealed, ch->c->now)) ||
        (e = db_exec(db, &SQL_PUT, "tbi", ch->was.id, what->sealed, what->step)) ||
        (e = recovery_code_store_put(db, ch->c, ch->was.id, what->codes)))
        return e;
    return note(db, ch, EVENT_second_factor_added);
}

enum err second_factor_store_add(struct call *c, const struct second_factor_addition *what)
{
    const struct usersvc *svc = c->svc;

    return store_write(
        svc->store, add,
        &(struct change){
            .c = c, .key = {.id = what->person->id}, .what = what, .notice = what->notice});
}

static const struct sql SQL_FORGET = {"second_factor_forget",
                                      "DELETE FROM second_factor WHERE person = $1"};

enum err second_factor_store_forget(struct db *db, const char *person)
{
    enum err e = db_exec(db, &SQL_FORGET, "t", person);

    if (!e)
        e = draft_store_forget(db, person);
    if (!e)
        e = recovery_code_store_forget(db, person);
    return e ? e : vault_forget(db, person);
}

static enum err take_away(struct db *db, void *arg)
{
    struct change *ch = arg;
    enum err e = look(db, ch);

    ch->now = ch->was;
    if (e || !ch->was.second_factor_at)
        return e;
    e = second_factor_store_forget(db, ch->was.id);
    return e ? e : note(db, ch, EVENT_second_factor_removed);
}

enum err second_factor_store_remove(struct call *c, const char *person, const struct letter *notice,
                                    struct person *out)
{
    const struct usersvc *svc = c->svc;
    struct change ch = {.c = c, .key = {.id = person}, .notice = notice};
    enum err e = store_write(svc->store, take_away, &ch);

    if (!e)
        *out = ch.now;
    return e;
}

/* -- accept -------------------------------------------------------------------------------------
 */

struct accept {
    const char *person;
    int64_t step;
};

static const struct sql SQL_ACCEPT = {
    "second_factor_accept",
    "UPDATE second_factor SET last_step = $2 WHERE person = $1 AND last_step < $2"};

static enum err take_step(struct db *db, void *arg)
{
    const struct accept *a = arg;
    enum err e = db_exec(db, &SQL_ACCEPT, "ti", a->person, a->step);

    return !e && !db_changes(db) ? ERR_WRONG_CODE : e;
}

enum err second_factor_store_accept(struct call *c, const char *person, int64_t step)
{
    const struct usersvc *svc = c->svc;

    return store_write(svc->store, take_step, &(struct accept){person, step});
}
