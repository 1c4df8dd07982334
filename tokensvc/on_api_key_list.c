#include "actor.h"
#include "api_key.h"
#include "handlers.h"
#include "token_event.h"
#include "tokensvc.h"

struct look {
    struct call *c;
    struct api_key_list list;
    struct api_key *keys; /* room for as many */
};

static enum err look(struct db *db, void *arg)
{
    struct look *l = arg;
    enum err e = api_key_store_page(db, l->c->mem, &l->list);

    for (size_t i = 0; !e && i < l->list.n; i++)
        l->keys[i] = api_key_view(&l->list.rows[i]);
    return e;
}

/* Nobody sees one without the event that says so. */
static enum err reveal(struct db *db, struct call *c, const struct api_key_row *row,
                       struct api_key *key)
{
    enum err e = api_key_show(db, c, row, &key->secret);

    if (e)
        return e == ERR_NOT_FOUND ? OK : e; /* there is no copy of it */
    return token_event_api_key(db, c, EVENT_api_key_revealed, row);
}

static enum err look_closely(struct db *db, void *arg)
{
    const struct look *l = arg;
    size_t shown = (size_t)l->list.limit - 1;
    enum err e = api_key_store_lock(db, l->list.person);

    if (!e)
        e = look(db, arg);
    for (size_t i = 0; !e && i < l->list.n && i < shown; i++)
        e = reveal(db, l->c, &l->list.rows[i], &l->keys[i]);
    return e;
}

enum err on_api_key_list(struct call *c, const struct api_key_page_request *q,
                         struct api_key_page *a)
{
    const struct tokensvc *svc = c->svc;
    int64_t limit = q->limit ? q->limit : API_KEY_PAGE;
    struct api_key_row *rows = arena_array(c->mem, (size_t)limit + 1, sizeof *rows);
    struct look l = {
        .c = c,
        .list = {.person = c->actor->person,
                 .after = q->after,
                 .dialect = q->dialect ? q->dialect : c->actor->dialect,
                 .now = c->now,
                 .limit = limit + 1, /* one more tells whether there are more */
                 .rows = rows},
        .keys = arena_array(c->mem, (size_t)limit + 1, sizeof *l.keys),
    };

    if (l.list.dialect && !actor_acts_in(c->actor, l.list.dialect))
        return refuse(c, ERR_FORBIDDEN, "the program is signed in elsewhere");
    enum err e = api_key_policy_shows(q->dialect) ? store_write(svc->store, look_closely, &l)
                                                  : store_read(svc->store, look, &l);
    if (e)
        return e;
    bool more = l.list.n > (size_t)limit;
    a->keys.v = l.keys;
    a->keys.n = l.list.n - more;
    a->next = more ? l.keys[a->keys.n - 1].id : NULL;
    return OK;
}
