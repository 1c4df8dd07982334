#include "handlers.h"
#include "letter.h"
#include "person_store.h"
#include "second_factor_store.h"
#include "usersvc.h"

/* The event says which administrator it was. */
enum err on_person_second_factor_remove(struct call *c, const struct person_ref *q,
                                        struct person *a)
{
    const struct usersvc *svc = c->svc;
    struct person_key key;
    struct person_row row;
    struct letter notice;

    enum err e = person_key_of(c, q, &key);
    if (!e)
        e = person_store_get(svc->store, c->mem, &key, &row);
    if (!e)
        e = letter_write(
            c,
            &(struct letter_about){"second_factor_removed", row.person.email, row.person.locale, 0},
            &notice);
    return e ? e : second_factor_store_remove(c, row.person.id, &notice, a);
}
