#include "handlers.h"
#include "link.h"
#include "password_reset_store.h"
#include "usersvc.h"

/* The password is hashed only for who has a link; that it is still good is decided in the unit. */
enum err on_password_reset(struct call *c, const struct password_reset_request *q,
                           struct nothing *a)
{
    struct usersvc *svc = c->svc;
    const char *hash = letter_hash(c->mem, q->token), *password = NULL;
    struct limiter_attempt attempt;
    struct person person;
    struct letter notice;

    (void)a;
    enum err e = throttle_store_link(c, &attempt);
    if (!e)
        e = link_outcome(c, &attempt, password_reset_store_look(c, hash, &person));
    if (!e)
        e = password_hash(&svc->passwords, c->mem, q->password, &password);
    if (!e)
        e = letter_write(
            c, &(struct letter_about){"password_changed", person.email, person.locale, 0}, &notice);
    if (e)
        return e;
    return link_used(c, password_reset_store_finish(c, hash, password, &notice));
}
