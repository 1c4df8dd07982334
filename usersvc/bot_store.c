#include "bot_store.h"
#include "discriminator_store.h"
#include "newcomer.h"
#include "person_columns.h"
#include "person_event.h"
#include "usersvc.h"
#include <string.h>

struct bot {
    struct call *c;
    const char *client_id;
    const struct bot_set_request *q;
    struct person found;
};

static const struct sql SQL_FIND = {"bot_find", "SELECT " COLUMNS " FROM person WHERE bot_of = $1"};

static enum err find(struct db *db, void *arg)
{
    struct bot *b = arg;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_FIND, "t", b->client_id);
    if (e || (e = db_row(&st)))
        return e;
    b->found = person_columns_read(&st, b->c->mem);
    return OK;
}

/* -- set ----------------------------------------------------------------------------------------
 */

/* No user name that a person can have has a colon. */
static enum err make(struct db *db, struct bot *b)
{
    struct call *c = b->c;
    const char *taken = NULL;
    struct person_row row = {
        .person = newcomer(c, &(struct person_add_request){.username = arena_printf(
                                                               c->mem, "bot:%s", b->client_id),
                                                           .nickname = b->q->nickname}),
    };

    row.person.bot_of = b->client_id;
    enum err e = person_store_insert(db, c, &row, &taken);
    b->found = row.person;
    return e;
}

static const struct sql SQL_RENAME = {"bot_rename",
                                      "UPDATE person SET nickname = $2, discriminator = $3,"
                                      " updated_at = $4 WHERE id = $1"};

static enum err call_it(struct db *db, struct bot *b)
{
    struct call *c = b->c;
    const struct person was = b->found;
    const struct discriminator_wish wish = {b->q->nickname, was.id,
                                            discriminator_of(was.discriminator)};
    int64_t digits = 0;

    if (strcmp(was.nickname, b->q->nickname) == 0)
        return OK;
    enum err e = discriminator_pick(db, c->mem, &wish, &digits);
    if (!e)
        e = db_exec(db, &SQL_RENAME, "ttii", was.id, b->q->nickname, digits, c->now);
    if (e)
        return e;
    b->found.nickname = b->q->nickname;
    b->found.discriminator = discriminator_text(c->mem, digits);
    b->found.updated_at = c->now;
    return person_event_append(db, c, EVENT_person_updated, &was, &b->found);
}

static enum err set(struct db *db, void *arg)
{
    enum err e = db_lock(db, "people", NULL, NULL);

    if (e)
        return e;
    e = find(db, arg);
    if (e == ERR_NOT_FOUND)
        return make(db, arg);
    return e ? e : call_it(db, arg);
}

static bool is_as_wanted(const struct bot *b)
{
    return strcmp(b->found.nickname, b->q->nickname) == 0;
}

/* Asked at each sign-in, and nearly always there is nothing to change. */
enum err bot_store_set(struct call *c, const struct bot_set_request *q, struct person *out)
{
    const struct usersvc *svc = c->svc;
    struct bot b = {.c = c, .client_id = q->client_id, .q = q};

    enum err e = store_read(svc->store, find, &b);
    if (e == ERR_NOT_FOUND || (!e && !is_as_wanted(&b)))
        e = store_write(svc->store, set, &b);
    if (!e)
        *out = b.found;
    return e;
}

/* -- end ----------------------------------------------------------------------------------------
 */

enum err bot_store_end(struct call *c, const char *client_id)
{
    const struct usersvc *svc = c->svc;
    struct bot b = {.c = c, .client_id = client_id};

    enum err e = store_read(svc->store, find, &b);
    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    e = person_store_delete(c, &(struct person_key){.id = b.found.id}, NULL);
    return e == ERR_NOT_FOUND ? OK : e;
}
