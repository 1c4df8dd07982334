#include "email_change_store.h"
#include "handlers.h"
#include "person_rules.h"
#include "throttle_store.h"
#include "usersvc.h"

#define HOUR INT64_C(3600000)

/* A browser that was left open is not its owner: whoever wants another address knows the password.
 */
static enum err prove(struct call *c, const char *password, struct person_row *row)
{
    struct usersvc *svc = c->svc;
    const struct person_key key = {.id = c->actor->person};
    struct limiter_attempt attempt;
    int64_t wait = 0;

    enum err e = person_store_get(svc->store, c->mem, &key, row);
    if (e == ERR_NOT_FOUND || (!e && row->person.disabled))
        return refuse(c, ERR_SIGNED_OUT, "person %s is disabled, or no more", key.id);
    if (!e)
        e = throttle_store_enter(c, row->person.username, &attempt, &wait);
    if (e == ERR_THROTTLED)
        return throttle_store_refuse(c, wait);
    if (!e)
        e = password_verify(&svc->passwords, row->password, password);
    if (!e)
        throttle_store_pass(c, &attempt);
    return e;
}

/* Both letters are written whichever goes out, so that the time does not tell whose it is. */
static enum err send(struct call *c, const struct person *person,
                     const struct email_change_request *q)
{
    const char *locale = person->locale ? person->locale : q->locale;
    struct letter free, taken;

    enum err e =
        letter_write(c, &(struct letter_about){"email_change", q->email, locale, 1 * HOUR}, &free);
    if (!e)
        e = letter_write(c, &(struct letter_about){"account_exists", q->email, locale, 0}, &taken);
    return e ? e : email_change_store_begin(c, person, q->email, &free, &taken);
}

enum err on_email_change(struct call *c, const struct email_change_request *q, struct nothing *a)
{
    struct person_row row;

    (void)a;
    enum err e = person_rules_check(c, &email_change_request_desc, q);
    if (!e)
        e = prove(c, q->password, &row);
    if (!e)
        e = throttle_store_letter(c, q->email);
    return e ? e : send(c, &row.person, q);
}
