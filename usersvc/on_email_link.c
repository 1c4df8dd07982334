#include "asker.h"
#include "email_change_store.h"
#include "handlers.h"
#include "link.h"

enum err on_email_link(struct call *c, const struct link_ref *q, struct link_view *a)
{
    struct limiter_attempt attempt;
    struct person_row row;
    const char *email = NULL;

    enum err e = throttle_store_link(c, &attempt);
    if (!e)
        e = asker_get(c, c->actor->person, &row);
    if (e)
        return e;
    e = link_outcome(
        c, &attempt,
        email_change_store_look(c, letter_hash(c->mem, q->token), &row.person, &email));
    if (e)
        return e;
    *a = (struct link_view){.email = email, .username = row.person.username};
    return OK;
}
