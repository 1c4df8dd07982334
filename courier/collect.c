#include "collect.h"
#include "cursor_store.h"
#include "delivery.h"
#include "log.h"
#include "order.h"
#include "senders.h"

enum { PAGES = 64 }; /* in one step; what is left comes with the next */

static enum err ask(struct call *c, const char *service, int64_t after,
                    struct outbox_since_reply *page)
{
    return rpc_call_to(c, service, &service_outbox_since_method,
                       &(struct outbox_since_request){.after = after}, page);
}

/* What has nothing in it, or makes no sense, is passed by. */
static size_t rows_of(const struct courier *self, struct call *c,
                      const struct outbox_since_reply *page, struct delivery_row *rows)
{
    const struct order_times times = {c->now, delivery_patience(self)};
    size_t n = 0;

    for (size_t i = 0; i < page->items.n; i++) {
        const struct outbox_item *item = &page->items.v[i];
        enum err e = order_row(c->mem, self->kek, item->id, item->order, &times, &rows[n]);
        if (!e)
            n++;
        else if (e != ERR_NOT_FOUND)
            log_error("order %s cannot be sent: %s", item->id, err_text(e));
    }
    return n;
}

static enum err take_over(const struct courier *self, struct call *c, const char *service,
                          int64_t from, const struct outbox_since_reply *page)
{
    struct delivery_row *rows = arena_array(c->mem, page->items.n, sizeof *rows);
    const struct cursor_move move = {
        .service = service,
        .from = from,
        .to = page->items.v[page->items.n - 1].number,
        .rows = rows,
        .n = rows_of(self, c, page, rows),
    };

    enum err e = cursor_store_move(self->store, &move);
    if (!e && move.n)
        senders_wake(self->senders);
    return e == ERR_EXISTS ? OK : e;
}

/* A service that was restored from a backup begins again below our cursor; what is still in its
 * outbox is read from the start, and what we have had already is known by its id. */
static enum err start_again(const struct courier *self, const char *service, int64_t from)
{
    log_warn("the outbox of %s went back: it is read from its start", service);
    return cursor_store_move(self->store, &(struct cursor_move){.service = service, .from = from});
}

/* In memory of its own, for there may be many.  *more: there was something. */
static enum err collect_page(const struct courier *self, const struct call *by, const char *service,
                             bool *more)
{
    struct outbox_since_reply page = {0};
    struct call c = *by;
    int64_t after = 0;
    AUTO(arena) mem;

    arena_init(&mem, ARENA_LIMIT);
    c.mem = &mem;
    enum err e = cursor_store_get(self->store, service, &after);
    if (!e)
        e = ask(&c, service, after, &page);
    if (e)
        return e;
    *more = page.head < after || page.items.n;
    if (page.head < after)
        return start_again(self, service, after);
    return page.items.n ? take_over(self, &c, service, after, &page) : OK;
}

static enum err collect(void *state, struct call *c, const struct news *news)
{
    const struct courier *self = state;
    bool more = true;
    enum err e = OK;

    for (int i = 0; !e && more && i < PAGES; i++)
        e = collect_page(self, c, news->service, &more);
    return e;
}

const struct followed collect_from[COLLECT_FROM] = {
    {.service = "usersvc", .told = collect},
    {.service = "authsvc", .told = collect},
};
