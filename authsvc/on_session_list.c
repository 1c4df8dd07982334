#include "authsvc.h"
#include "handlers.h"
#include "session_store.h"

enum { SHOWN = 50 };

struct list {
    struct call *c;
    struct session_view views[SHOWN + 1];
    size_t n;
};

/* A session that was begun by an older program knows only when the person signed in. */
static struct session_view view_of(const struct session *s, bool current)
{
    return (struct session_view){
        .sid = s->sid,
        .current = current,
        .dialect = s->dialect,
        .user_agent = s->user_agent,
        .begun_at = s->begun_at ? s->begun_at : s->auth_time,
        .seen_at = s->seen_at ? s->seen_at : s->auth_time,
        .expires_at = s->expires_at,
    };
}

/* Sessions that have died with a generation of the person are not listed: the one that asks tells
 * which generation lives. */
static enum err list(struct db *db, void *arg)
{
    struct list *l = arg;
    const struct actor *actor = l->c->actor;
    struct session own, others[SHOWN];
    struct session_rows rows = {others, SHOWN, 0};

    enum err e = session_store_get(db, l->c->mem, actor->sid, actor->person, l->c->now, &own);
    if (!e)
        e = session_store_others(db, l->c->mem, &own, l->c->now, &rows);
    if (e)
        return e;
    l->n = 0;
    l->views[l->n++] = view_of(&own, true);
    for (size_t i = 0; i < rows.n; i++)
        l->views[l->n++] = view_of(&others[i], false);
    return OK;
}

enum err on_session_list(struct call *c, const struct nothing *q, struct session_list_reply *a)
{
    struct authsvc *svc = c->svc;
    struct list *l = ARENA_NEW(c->mem, list);

    (void)q;
    l->c = c;
    enum err e = store_read(svc->store, list, l);
    if (e == ERR_NOT_FOUND)
        return refuse(c, ERR_SIGNED_OUT, "session %s has ended", c->actor->sid);
    if (e)
        return e;
    a->more = l->n > SHOWN;
    a->sessions.v = l->views;
    a->sessions.n = a->more ? SHOWN : l->n;
    return OK;
}
