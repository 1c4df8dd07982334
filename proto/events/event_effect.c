#include "event_effect.h"
#include "event_cursor.h"
#include "log.h"
#include <string.h>

enum { FAR_BEHIND = 1000 }; /* events that are read again after a restart, at most */

static struct event_cursor cursor_of(const char *stream)
{
    return (struct event_cursor){"effects", stream};
}

/* -- where it stands --------------------------------------------------------------------------- */

struct where {
    struct event_cursor cursor;
    int64_t number;
};

static enum err read_where(struct db *db, void *arg)
{
    struct where *w = arg;

    return event_cursor_get(db, &w->cursor, &w->number);
}

enum err event_effects_begin(struct store *store, const char *stream, int64_t *after)
{
    struct where w = {.cursor = cursor_of(stream)};
    enum err e = store_read(store, read_where, &w);

    if (!e)
        *after = w.number;
    return e;
}

/* -- what is done ------------------------------------------------------------------------------ */

struct told {
    struct call *c;
    const struct event_effect *effects;
    size_t n;
    const struct news *news;
};

static const struct event_effect *effect_of(const struct told *t, const struct event *e)
{
    for (size_t i = 0; i < t->n; i++) {
        const struct event_kind_row *row = event_kind_row(t->effects[i].kind);
        if (strcmp(row->name, e->kind) == 0 && strcmp(row->service, t->news->service) == 0)
            return &t->effects[i];
    }
    return NULL;
}

static bool concerns(const struct told *t)
{
    for (size_t i = 0; i < t->news->n; i++) {
        if (effect_of(t, &t->news->events[i]))
            return true;
    }
    return false;
}

/* A stream that went back gives its numbers again, to other events. */
static enum err apply(struct db *db, void *arg)
{
    const struct told *t = arg;
    const struct news *news = t->news;
    struct event_cursor cursor = cursor_of(news->service);
    int64_t done = 0;

    enum err e = event_cursor_hold(db, &cursor, &done);
    for (size_t i = 0; !e && i < news->n; i++) {
        const struct event_effect *effect = effect_of(t, &news->events[i]);
        if (effect && (news->gap || news->events[i].number > done))
            e = effect->apply(db, t->c, &news->events[i]);
    }
    if (!e && (news->gap || news->head > done))
        e = event_cursor_move(db, &cursor, news->head);
    return e;
}

enum err event_effects_told(struct store *store, struct call *c, const struct event_effect *effects,
                            size_t n, const struct news *news)
{
    struct told t = {c, effects, n, news};
    int64_t done = 0;
    enum err e = event_effects_begin(store, news->service, &done);

    if (e)
        return e;
    if (news->gap && done > 0)
        log_warn("events of %s behind %lld are lost: was an old backup restored?", news->service,
                 (long long)done);
    if (!news->gap && !concerns(&t) && news->head < done + FAR_BEHIND)
        return OK;
    return store_write(store, apply, &t);
}
