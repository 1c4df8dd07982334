#include "asker.h"
#include "handlers.h"
#include "letter.h"
#include "usersvc.h"

enum err on_password_change(struct call *c, const struct password_change_request *q,
                            struct person *a)
{
    struct usersvc *svc = c->svc;
    struct person_row row;
    struct letter notice;
    const char *hash = NULL;

    enum err e = asker_prove(c, q->id, q->password, &row);
    if (!e)
        e = password_hash(&svc->passwords, c->mem, q->new_password, &hash);
    if (!e)
        e = letter_write(
            c, &(struct letter_about){"password_changed", row.person.email, row.person.locale, 0},
            &notice);
    return e ? e : person_store_change_password(c, &row.person, hash, &notice, a);
}
