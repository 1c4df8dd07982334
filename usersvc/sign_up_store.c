#include "sign_up_store.h"
#include "db.h"
#include "person_columns.h"
#include "text.h"
#include "usersvc.h"

/* -- begin --------------------------------------------------------------------------------------
 */

struct begin {
    struct call *c;
    const struct sign_up *who;
    const struct letter *fresh, *known;
};

static const struct sql SQL_BEGIN = {
    "sign_up_begin",
    "INSERT INTO sign_up (hash, email, locale, expires_at) VALUES ($1, $2, $3, $4)"};

static enum err begin(struct db *db, void *arg)
{
    const struct begin *b = arg;
    const struct person_key key = {.email = text_lower(b->c->mem, b->who->email)};
    struct person somebody;

    enum err e = db_lock(db, "people", NULL, NULL);
    if (e)
        return e;
    enum err found = person_columns_find(db, b->c->mem, &key, &somebody);
    if (found && found != ERR_NOT_FOUND)
        return found;
    e = db_exec(db, &SQL_BEGIN, "ttti", b->fresh->hash, b->who->email, b->who->locale,
                b->fresh->expires_at);
    return e ? e : outbox_put(db, b->c, found ? &b->fresh->sealed : &b->known->sealed);
}

enum err sign_up_store_begin(struct call *c, const struct sign_up *who, const struct letter *fresh,
                             const struct letter *known)
{
    const struct usersvc *svc = c->svc;

    return store_write(svc->store, begin, &(struct begin){c, who, fresh, known});
}

/* -- look ---------------------------------------------------------------------------------------
 */

struct look {
    struct call *c;
    const char *hash;
    struct sign_up found;
};

static const struct sql SQL_LOOK = {
    "sign_up_look", "SELECT email, locale FROM sign_up WHERE hash = $1 AND expires_at > $2"};

static enum err look(struct db *db, void *arg)
{
    struct look *l = arg;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_LOOK, "ti", l->hash, l->c->now);
    if (e || (e = db_row(&st)))
        return e;
    l->found = (struct sign_up){stmt_text(&st, 0, l->c->mem), stmt_text(&st, 1, l->c->mem)};
    return OK;
}

enum err sign_up_store_look(struct call *c, const char *hash, struct sign_up *out)
{
    const struct usersvc *svc = c->svc;
    struct look l = {.c = c, .hash = hash};
    enum err e = store_read(svc->store, look, &l);

    if (!e)
        *out = l.found;
    return e;
}

/* -- finish -------------------------------------------------------------------------------------
 */

struct finish {
    struct call *c;
    const char *hash;
    struct person_row *row;
    const char *taken;
};

static const struct sql SQL_TAKE = {"sign_up_take",
                                    "DELETE FROM sign_up WHERE hash = $1 AND expires_at > $2"};

static enum err finish(struct db *db, void *arg)
{
    struct finish *f = arg;

    enum err e = db_lock(db, "people", NULL, NULL);
    if (!e)
        e = db_exec(db, &SQL_TAKE, "ti", f->hash, f->c->now);
    if (e)
        return e;
    return db_changes(db) ? person_store_insert(db, f->c, f->row, &f->taken) : ERR_NOT_FOUND;
}

enum err sign_up_store_finish(struct call *c, const char *hash, struct person_row *row,
                              const char **taken)
{
    const struct usersvc *svc = c->svc;
    struct finish f = {.c = c, .hash = hash, .row = row};
    enum err e = store_write(svc->store, finish, &f);

    if (e == ERR_EXISTS)
        *taken = f.taken;
    return e;
}
