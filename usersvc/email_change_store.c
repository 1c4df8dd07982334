#include "email_change_store.h"
#include "db.h"
#include "person_columns.h"
#include "person_event.h"
#include "text.h"
#include "usersvc.h"
#include <string.h>

/* -- begin --------------------------------------------------------------------------------------
 */

struct begin {
    struct call *c;
    const struct person *person;
    const char *email;
    const struct letter *free, *taken;
};

static const struct sql SQL_FORGET = {"email_change_forget",
                                      "DELETE FROM email_change WHERE person = $1"};
static const struct sql SQL_BEGIN = {
    "email_change_begin", "INSERT INTO email_change (hash, person, generation, email, expires_at)"
                          " VALUES ($1, $2, $3, $4, $5)"};

static enum err put(struct db *db, const struct begin *b, bool taken)
{
    enum err e = db_exec(db, &SQL_FORGET, "t", b->person->id);
    if (!e)
        e = db_exec(db, &SQL_BEGIN, "ttiti", b->free->hash, b->person->id, b->person->generation,
                    b->email, b->free->expires_at);
    return e ? e : outbox_put(db, b->c, taken ? &b->taken->sealed : &b->free->sealed);
}

static enum err begin(struct db *db, void *arg)
{
    const struct begin *b = arg;
    const struct person_key key = {.email = text_lower(b->c->mem, b->email)};
    struct person somebody;

    enum err e = db_lock(db, "people", NULL, NULL);
    if (e)
        return e;
    enum err found = person_columns_find(db, b->c->mem, &key, &somebody);
    if (found && found != ERR_NOT_FOUND)
        return found;
    return put(db, b, !found && strcmp(somebody.id, b->person->id) != 0);
}

enum err email_change_store_begin(struct call *c, const struct person *person, const char *email,
                                  const struct letter *free, const struct letter *taken)
{
    const struct usersvc *svc = c->svc;

    return store_write(svc->store, begin, &(struct begin){c, person, email, free, taken});
}

/* -- look ---------------------------------------------------------------------------------------
 */

struct look {
    struct call *c;
    const char *hash;
    const struct person *person;
    const char *found;
};

static const struct sql SQL_LOOK = {"email_change_look",
                                    "SELECT email FROM email_change WHERE hash = $1 AND person = $2"
                                    " AND generation = $3 AND expires_at > $4"};

static enum err look(struct db *db, void *arg)
{
    struct look *l = arg;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_LOOK, "ttii", l->hash, l->person->id, l->person->generation,
                          l->c->now);
    if (e || (e = db_row(&st)))
        return e;
    l->found = stmt_text(&st, 0, l->c->mem);
    return OK;
}

enum err email_change_store_look(struct call *c, const char *hash, const struct person *person,
                                 const char **email)
{
    const struct usersvc *svc = c->svc;
    struct look l = {.c = c, .hash = hash, .person = person};
    enum err e = store_read(svc->store, look, &l);

    if (!e)
        *email = l.found;
    return e;
}

/* -- finish -------------------------------------------------------------------------------------
 */

struct finish {
    struct call *c;
    const char *hash;
    struct person_key key;
    const struct letter *notice;
    const char *email;
    int64_t generation;
    struct person was, changed;
};

static const struct sql SQL_TAKE = {"email_change_take",
                                    "DELETE FROM email_change WHERE hash = $1 AND person = $2"
                                    " AND expires_at > $3 RETURNING email, generation"};

static enum err take(struct db *db, struct finish *f)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_TAKE, "tti", f->hash, f->key.id, f->c->now);
    if (e || (e = db_row(&st)))
        return e;
    f->email = stmt_text(&st, 0, f->c->mem);
    f->generation = stmt_int(&st, 1);
    return OK;
}

static const struct sql SQL_SET = {
    "email_change_set",
    "UPDATE person SET email = $2, email_key = $3, email_verified = 1,"
    " updated_at = $4 WHERE id = $1 AND generation = $5 AND disabled = 0 AND " NOT_DELETED
    " RETURNING " COLUMNS};

static enum err set(struct db *db, struct finish *f)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_SET, "tttii", f->key.id, f->email,
                          text_lower(f->c->mem, f->email), f->c->now, f->generation);
    if (e || (e = db_row(&st)))
        return e;
    f->changed = person_columns_read(&st, f->c->mem);
    return OK;
}

static const struct sql SQL_VOID = {"email_change_void",
                                    "DELETE FROM password_reset WHERE person = $1"};

static enum err finish(struct db *db, void *arg)
{
    struct finish *f = arg;

    enum err e = db_lock(db, "people", NULL, NULL);
    if (!e)
        e = person_columns_find(db, f->c->mem, &f->key, &f->was);
    if (!e)
        e = take(db, f);
    if (!e)
        e = set(db, f);
    if (!e)
        e = db_exec(db, &SQL_VOID, "t", f->key.id);
    if (!e)
        e = person_event_append(db, f->c, EVENT_person_updated, &f->was, &f->changed);
    return e ? e : outbox_put(db, f->c, &f->notice->sealed);
}

enum err email_change_store_finish(struct call *c, const char *hash, const char *person,
                                   const struct letter *notice)
{
    const struct usersvc *svc = c->svc;
    struct finish f = {.c = c, .hash = hash, .key = {.id = person}, .notice = notice};

    return store_write(svc->store, finish, &f);
}
