#include "handlers.h"
#include "password_reset_store.h"
#include "throttle_store.h"
#include "usersvc.h"

#define MINUTE INT64_C(60000)

/* Those who may not come in are nobody here. */
static enum err find(struct call *c, const char *username, struct person *out, bool *there)
{
    struct usersvc *svc = c->svc;
    const struct person_key key = person_key_by_name(c->mem, username);
    struct person_row row;

    enum err e = person_store_get(svc->store, c->mem, &key, &row);
    *there = !e && !row.person.disabled;
    if (*there)
        *out = row.person;
    return e == ERR_NOT_FOUND ? OK : e;
}

/* One unit with the same statements in any case: neither answer nor time tells who has an account.
 */
enum err on_password_forgot(struct call *c, const struct password_forgot_request *q,
                            struct nothing *a)
{
    struct letter_about about = {
        .mail = "password_reset", .locale = q->locale, .life = 30 * MINUTE};
    struct person person;
    struct letter letter;
    bool there = false;

    (void)a;
    enum err e = throttle_store_letter(c, LETTER_TO_RETURN, q->username);
    if (!e)
        e = find(c, q->username, &person, &there);
    if (e)
        return e;
    if (there) {
        about.to = person.email;
        about.locale = person.locale ? person.locale : q->locale;
    }
    e = letter_write(c, &about, &letter);
    return e ? e : password_reset_store_begin(c, there ? &person : NULL, &letter);
}
