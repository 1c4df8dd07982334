#include "asker.h"
#include "email_change_store.h"
#include "handlers.h"
#include "person_rules.h"
#include "throttle_store.h"

#define HOUR INT64_C(3600000)

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

/* A browser that was left open is not its owner: whoever wants another address knows the password.
 */
enum err on_email_change(struct call *c, const struct email_change_request *q, struct nothing *a)
{
    struct person_row row;

    (void)a;
    enum err e = person_rules_check(c, &email_change_request_desc, q);
    if (!e)
        e = asker_prove(c, c->actor->person, q->password, &row);
    if (!e)
        e = throttle_store_letter(c, LETTER_TO_BEGIN, q->email);
    return e ? e : send(c, &row.person, q);
}
