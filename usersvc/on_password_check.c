#include "handlers.h"
#include "log.h"
#include "person_store.h"
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

/* The wait says nothing of the account: names that nobody has are counted alike. */
static enum err refuse_early(struct call *c, int64_t wait_ms)
{
    c->wait = wait_ms > 1000 ? (wait_ms + 999) / 1000 : 1;
    return refuse_openly(c, ERR_THROTTLED, "too many attempts; please wait %lld second%s",
                         (long long)c->wait, c->wait == 1 ? "" : "s");
}

/* Whoever may not come in gets the same answer at the same cost, whatever the reason. */
enum err on_password_check(struct call *c, const struct password_check_request *q, struct person *a)
{
    struct usersvc *svc = c->svc;
    struct person_key key = person_key_by_name(c->mem, q->username);
    struct person_row row = {.password = NULL};
    struct limiter_attempt attempt;
    int64_t wait = 0;

    enum err e = throttle_store_enter(c, q->username, &attempt, &wait);
    if (e)
        return e == ERR_THROTTLED ? refuse_early(c, wait) : e;
    enum err found = person_store_get(svc->store, c->mem, &key, &row);
    if (found && found != ERR_NOT_FOUND)
        return found;
    e = password_verify(&svc->passwords, row.password, q->password);
    if (found)
        return refuse(c, ERR_WRONG_PASSWORD, "there is no such person");
    if (e)
        return refuse(c, e, "%s: person %s", err_text(e), row.person.id);
    if (row.person.disabled)
        return refuse(c, ERR_WRONG_PASSWORD, "person %s is disabled", row.person.id);
    throttle_store_pass(c, &attempt);
    renew(c, &row, q->password);
    *a = row.person;
    return OK;
}
