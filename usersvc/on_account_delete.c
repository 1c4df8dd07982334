#include "asker.h"
#include "handlers.h"
#include "letter.h"

enum err on_account_delete(struct call *c, const struct account_delete_request *q,
                           struct nothing *a)
{
    const struct person_key key = {.id = c->actor->person};
    struct person_row row;
    struct letter notice;

    (void)a;
    enum err e = asker_prove(c, key.id, q->password, &row);
    if (!e)
        e = letter_write(
            c, &(struct letter_about){"account_deleted", row.person.email, row.person.locale, 0},
            &notice);
    return e ? e : person_store_delete(c, &key, &notice);
}
