#include "discriminator_store.h"
#include "handlers.h"
#include "link.h"
#include "newcomer.h"
#include "person_rules.h"
#include "sign_up_store.h"
#include "usersvc.h"

/* The address is the one that the link was sent to, and so it is proved. */
static struct person person_of(struct call *c, const struct sign_up_completion *q,
                               const struct sign_up *who)
{
    return newcomer(c, &(struct person_add_request){
                           .username = q->username,
                           .email = who->email,
                           .email_verified = true,
                           .name = q->name,
                           .nickname = q->nickname,
                           .zoneinfo = q->zoneinfo,
                           .locale = who->locale,
                       });
}

/* The password is hashed only for who has a link; the link is taken with the account, so that a
 * user name that is taken costs nothing but another try. */
enum err on_sign_up_finish(struct call *c, const struct sign_up_completion *q, struct nothing *a)
{
    struct usersvc *svc = c->svc;
    const char *hash = letter_hash(c->mem, q->token), *taken = NULL;
    struct limiter_attempt attempt;
    struct sign_up who;

    (void)a;
    enum err e = throttle_store_link(c, &attempt);
    if (!e)
        e = link_outcome(c, &attempt, sign_up_store_look(c, hash, &who));
    if (!e)
        e = person_rules_check(c, &sign_up_completion_desc, q);
    if (e)
        return e;
    struct person_row row = {.person = person_of(c, q, &who)};
    e = password_hash(&svc->passwords, c->mem, q->password, &row.password);
    if (e)
        return e;
    e = sign_up_store_finish(c, hash, &row, &taken);
    if (e == ERR_EXISTS)
        return refuse_openly(c, e, "%s is taken", taken);
    return link_used(c, discriminator_outcome(c, e));
}
