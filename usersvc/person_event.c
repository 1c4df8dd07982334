#include "person_event.h"
#include "event_key_store.h"
#include "event_object.h"
#include "msg_diff.h"
#include "secret.h"
#include "usersvc.h"

static const char *place(struct arena *mem, const char *kind, const char *person)
{
    return arena_printf(mem, "usersvc.event:%s:%s", kind, person);
}

static const char *both(struct arena *mem, const struct msg_diff *diff)
{
    struct event_object whole;
    struct json *json = event_object_begin(&whole, mem);

    if (diff->before)
        json_raw(json, "before", diff->before);
    if (diff->after)
        json_raw(json, "after", diff->after);
    return event_object_end(&whole);
}

static enum err seal(struct db *db, struct call *c, enum event_kind kind,
                     const struct msg_diff *diff, struct event *e)
{
    const struct usersvc *svc = c->svc;
    struct bytes key;

    if (!diff->before && !diff->after)
        return OK;
    enum err err = event_key_need(db, svc->kek, c->mem, e->person, &key);
    if (!err)
        e->sealed = secret_wrap(c->mem, key, place(c->mem, event_kind_row(kind)->name, e->person),
                                bytes_of(both(c->mem, diff)));
    return err;
}

enum err person_event_append(struct db *db, struct call *c, enum event_kind kind,
                             const struct person *before, const struct person *after)
{
    const char *id = after ? after->id : before->id;
    struct msg_diff plain = msg_diff(c->mem, &person_desc, before, after, MSG_DIFF_PLAIN);
    struct msg_diff personal = msg_diff(c->mem, &person_desc, before, after, MSG_DIFF_PERSONAL);
    struct event e = {.subject = id, .person = id, .before = plain.before, .after = plain.after};

    enum err err = after ? seal(db, c, kind, &personal, &e) : OK;
    return err ? err : event_append(db, c, kind, &e);
}

enum err person_event_open(struct call *c, const struct event *e, const char **json)
{
    const struct usersvc *svc = c->svc;
    struct bytes key, plain;

    if (!e->sealed.p)
        return ERR_NOT_FOUND;
    enum err err = event_key_find(svc->store, svc->kek, c->mem, e->person, &key);
    if (!err)
        err = secret_unwrap(c->mem, key, place(c->mem, e->kind, e->person), e->sealed, &plain);
    if (!err)
        *json = arena_strndup(c->mem, (const char *)plain.p, plain.n);
    return err;
}
