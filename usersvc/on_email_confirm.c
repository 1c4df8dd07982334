#include "asker.h"
#include "email_change_store.h"
#include "handlers.h"
#include "link.h"

/* The old address is told; whoever reads it may not be who asked. */
static enum err confirm(struct call *c, const char *hash, const struct person *person)
{
    const struct letter_about about = {"email_changed", person->email, person->locale, 0};
    struct letter notice;

    enum err e = letter_write(c, &about, &notice);
    return e ? e : email_change_store_finish(c, hash, person->id, &notice);
}

enum err on_email_confirm(struct call *c, const struct link_ref *q, struct nothing *a)
{
    struct limiter_attempt attempt;
    struct person_row row;

    (void)a;
    enum err e = throttle_store_link(c, &attempt);
    if (!e)
        e = asker_get(c, c->actor->person, &row);
    if (e)
        return e;
    e = confirm(c, letter_hash(c->mem, q->token), &row.person);
    return e == ERR_EXISTS ? refuse_openly(c, e, "email is taken") : link_outcome(c, &attempt, e);
}
