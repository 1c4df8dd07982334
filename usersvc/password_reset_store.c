#include "password_reset_store.h"
#include "db.h"
#include "person_columns.h"
#include "person_event.h"
#include "usersvc.h"

/* -- begin --------------------------------------------------------------------------------------
 */

struct begin {
    struct call *c;
    const struct person *person;
    const struct letter *letter;
};

static const struct sql SQL_BEGIN = {
    "password_reset_begin", "INSERT INTO password_reset (hash, person, generation, expires_at)"
                            " VALUES ($1, $2, $3, $4)"};

static enum err begin(struct db *db, void *arg)
{
    const struct begin *b = arg;

    enum err e = db_exec(db, &SQL_BEGIN, "ttii", b->letter->hash, b->person ? b->person->id : "",
                         b->person ? b->person->generation : 0, b->letter->expires_at);
    return e ? e : outbox_put(db, b->c, &b->letter->sealed);
}

enum err password_reset_store_begin(struct call *c, const struct person *person,
                                    const struct letter *letter)
{
    const struct usersvc *svc = c->svc;

    return store_write(svc->store, begin, &(struct begin){c, person, letter});
}

/* -- look ---------------------------------------------------------------------------------------
 */

struct look {
    struct call *c;
    const char *hash;
    struct person found;
};

static const struct sql SQL_LOOK = {
    "password_reset_look",
    "SELECT " COLUMNS " FROM person WHERE " NOT_DELETED " AND disabled = 0 AND EXISTS ("
    "SELECT 1 FROM password_reset r WHERE r.hash = $1 AND r.expires_at > $2"
    " AND r.person = person.id AND r.generation = person.generation)"};

static enum err look(struct db *db, void *arg)
{
    struct look *l = arg;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_LOOK, "ti", l->hash, l->c->now);
    if (e || (e = db_row(&st)))
        return e;
    l->found = person_columns_read(&st, l->c->mem);
    return OK;
}

enum err password_reset_store_look(struct call *c, const char *hash, struct person *out)
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
    struct look look;
    const char *password;
    const struct letter *notice;
    struct person changed;
};

static const struct sql SQL_SET = {
    "password_reset_set",
    "UPDATE person SET password = $2, generation = generation + 1, email_verified = 1,"
    " updated_at = CASE WHEN email_verified = 0 THEN $3 ELSE updated_at END"
    " WHERE id = $1 RETURNING " COLUMNS};

static enum err set(struct db *db, struct finish *f)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_SET, "tti", f->look.found.id, f->password, f->look.c->now);
    if (e || (e = db_row(&st)))
        return e;
    f->changed = person_columns_read(&st, f->look.c->mem);
    return OK;
}

/* The others of this person are void by the generation; why keep them. */
static const struct sql SQL_TAKE = {"password_reset_take",
                                    "DELETE FROM password_reset WHERE hash = $1 OR person = $2"};

static enum err finish(struct db *db, void *arg)
{
    struct finish *f = arg;
    struct call *c = f->look.c;

    enum err e = db_lock(db, "people", NULL, NULL);
    if (!e)
        e = look(db, &f->look);
    if (!e)
        e = db_exec(db, &SQL_TAKE, "tt", f->look.hash, f->look.found.id);
    if (!e)
        e = set(db, f);
    if (!e)
        e = person_event_append(db, c, EVENT_password_set, &f->look.found, &f->changed);
    return e ? e : outbox_put(db, c, &f->notice->sealed);
}

enum err password_reset_store_finish(struct call *c, const char *hash, const char *password,
                                     const struct letter *notice)
{
    const struct usersvc *svc = c->svc;
    struct finish f = {.look = {.c = c, .hash = hash}, .password = password, .notice = notice};

    return store_write(svc->store, finish, &f);
}
