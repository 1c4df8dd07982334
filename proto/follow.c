#include "follow.h"
#include "clock.h"
#include "messages.h"
#include "rpc.h"

enum { PAGES = 64 }; /* in one step; what is left comes with the next */

static enum err ask(const struct follow *self, struct call *c, struct events_since_reply *page)
{
    const struct events_since_request q = {.after = self->begun ? self->after : INT64_MAX};

    return rpc_call_to(c, self->row->service, &service_events_since_method, &q, page);
}

/* The stream went back (a backup was restored), or has forgotten what we did not read yet. */
static bool is_gap(const struct follow *self, const struct events_since_reply *page)
{
    return page->head < self->after || page->base > self->after;
}

/* The number up to which nothing is missing once this page is told. */
static int64_t last_of(const struct follow *self, const struct events_since_reply *page)
{
    if (page->events.n)
        return page->events.v[page->events.n - 1].number;
    return is_gap(self, page) ? page->head : self->after;
}

static enum err tell(struct follow *self, struct call *c, const struct events_since_reply *page,
                     struct news *news)
{
    news->events = page->events.v;
    news->n = page->events.n;
    news->head = last_of(self, page);
    news->gap = is_gap(self, page);
    enum err e = self->row->told(self->state, c, news);
    if (!e)
        self->after = news->head;
    return e;
}

static enum err begin(struct follow *self, struct call *c)
{
    struct events_since_reply page = {0};
    enum err e = OK;

    if (self->begun)
        return OK;
    e = self->row->begin(self->state, c, &self->after);
    if (!e && self->after < 0 && !(e = ask(self, c, &page)))
        self->after = page.head;
    self->begun = !e;
    return e;
}

static enum err step(struct follow *self, struct call *c)
{
    struct news news = {.service = self->row->service, .asked_at = clock_steady()};
    int64_t until = -1; /* all that there was when we began */
    enum err e = begin(self, c);

    for (int i = 0; !e && !news.complete && i < PAGES; i++) {
        struct events_since_reply page = {0};
        e = ask(self, c, &page);
        if (e)
            break;
        until = until < 0 ? page.head : until;
        news.complete = last_of(self, &page) >= until;
        e = tell(self, c, &page, &news);
    }
    return e;
}

enum err follow_step(struct follow *self, struct call *c)
{
    const struct news nothing = {.service = self->row->service, .asked_at = clock_steady()};

    return self->row->begin ? step(self, c) : self->row->told(self->state, c, &nothing);
}
