#include "handlers.h"
#include "person_event.h"
#include "usersvc.h"

static enum err find(struct call *c, int64_t number, struct event *out)
{
    const struct usersvc *svc = c->svc;
    const struct events_since_request q = {.after = number - 1, .limit = 1};
    struct events_since_reply page = {0};

    enum err e = event_store_since(svc->store, c, &q, &page);
    if (e)
        return e;
    if (page.events.n == 0 || page.events.v[0].number != number)
        return refuse_openly(c, ERR_NOT_FOUND, "there is no event %lld, or no longer",
                             (long long)number);
    *out = page.events.v[0];
    return OK;
}

enum err on_event_open(struct call *c, const struct event_ref *q, struct event_opened *a)
{
    struct event event = {0};

    enum err e = find(c, q->number, &event);
    if (e)
        return e;
    if (!event.sealed.p)
        return refuse_openly(c, ERR_NOT_FOUND, "nothing is sealed in event %lld",
                             (long long)q->number);
    e = person_event_open(c, &event, &a->json);
    if (e == ERR_NOT_FOUND)
        return refuse_openly(c, e, "the account was erased: nobody can open that any more");
    a->number = event.number;
    a->kind = event.kind;
    a->person = event.person;
    return e;
}
