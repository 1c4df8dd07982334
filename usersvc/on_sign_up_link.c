#include "handlers.h"
#include "link.h"
#include "sign_up_store.h"

enum err on_sign_up_link(struct call *c, const struct link_ref *q, struct link_view *a)
{
    struct limiter_attempt attempt;
    struct sign_up who;

    enum err e = throttle_store_link(c, &attempt);
    if (!e)
        e = link_outcome(c, &attempt, sign_up_store_look(c, letter_hash(c->mem, q->token), &who));
    if (e)
        return e;
    *a = (struct link_view){.email = who.email};
    return OK;
}
