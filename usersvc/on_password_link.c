#include "handlers.h"
#include "link.h"
#include "password_reset_store.h"

enum err on_password_link(struct call *c, const struct link_ref *q, struct link_view *a)
{
    struct limiter_attempt attempt;
    struct person person;

    enum err e = throttle_store_link(c, &attempt);
    if (!e)
        e = link_outcome(c, &attempt,
                         password_reset_store_look(c, letter_hash(c->mem, q->token), &person));
    if (e)
        return e;
    *a = (struct link_view){.email = person.email, .username = person.username};
    return OK;
}
