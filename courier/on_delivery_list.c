#include "delivery.h"
#include "handlers.h"
#include <string.h>

enum { LIMIT_DEFAULT = 100 };

static enum err check_state(struct call *c, const char *state)
{
    static const char *const states[] = {DELIVERY_WAITING, DELIVERY_DONE, DELIVERY_GIVEN_UP};

    for (size_t i = 0; state && i < ARRAY_LEN(states); i++) {
        if (strcmp(states[i], state) == 0)
            return OK;
    }
    return state ? refuse_openly(c, ERR_BAD_FIELD, "state is none of waiting, done, given_up") : OK;
}

enum err on_delivery_list(struct call *c, const struct delivery_page_request *q,
                          struct delivery_page *a)
{
    struct courier *self = c->svc;
    struct delivery_rows rows;
    struct delivery_counts counts;

    enum err e = check_state(c, q->state);
    if (!e)
        e = delivery_store_page(self->store, c->mem, q->state, q->after,
                                q->limit ? q->limit : LIMIT_DEFAULT, &rows);
    if (!e)
        e = delivery_store_count(self->store, &counts);
    if (e)
        return e;
    struct delivery *shown = arena_array(c->mem, rows.n, sizeof *shown);
    for (size_t i = 0; i < rows.n; i++)
        shown[i] = delivery_shown(self, c->mem, &rows.v[i]);
    *a = (struct delivery_page){.deliveries = {shown, rows.n},
                                .next = rows.more ? rows.v[rows.n - 1].id : NULL,
                                .waiting = counts.waiting,
                                .given_up = counts.given_up};
    return OK;
}
