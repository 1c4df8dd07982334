#include "password_proof.h"
#include "log.h"
#include "throttle_store.h"
#include "usersvc.h"

/* The password is here in clear, so its hash can be brought to the present cost.  If that fails the
 * person is let in all the same; the next sign-in tries again. */
static void renew(struct call *c, const struct person_row *row, const char *password)
{
    struct usersvc *svc = c->svc;
    const char *hash = NULL;

    if (!password_outdated(&svc->passwords, row->password))
        return;
    enum err e = password_hash(&svc->passwords, c->mem, password, &hash);
    if (!e)
        e = person_store_renew_password(svc->store, row->person.id, row->password, hash);
    if (e)
        log_warn("id=%s the hash of a password stays as it is: %s", call_id(c), err_text(e));
}

enum err password_proof(struct call *c, const struct password_attempt *attempt,
                        struct person_row *out)
{
    struct usersvc *svc = c->svc;
    struct person_row row = {.password = NULL};
    struct limiter_attempt counted;
    int64_t wait = 0;

    enum err e = throttle_store_enter(c, attempt->name, &counted, &wait);
    if (e)
        return e == ERR_THROTTLED ? throttle_store_refuse(c, wait) : e;
    enum err found = person_store_get(svc->store, c->mem, &attempt->key, &row);
    if (found && found != ERR_NOT_FOUND)
        return found;
    e = password_verify(&svc->passwords, row.password, attempt->password);
    if (found)
        return refuse(c, ERR_WRONG_PASSWORD, "there is no such person");
    if (e)
        return refuse(c, e, "%s: person %s", err_text(e), row.person.id);
    if (row.person.disabled)
        return refuse(c, ERR_WRONG_PASSWORD, "person %s is disabled", row.person.id);
    throttle_store_pass(c, &counted);
    renew(c, &row, attempt->password);
    *out = row;
    return OK;
}
