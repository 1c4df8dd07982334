#include "asker.h"
#include "handlers.h"
#include "usersvc.h"

enum err on_password_change(struct call *c, const struct password_change_request *q,
                            struct person *a)
{
    struct usersvc *svc = c->svc;
    struct person_row row;
    const char *hash = NULL;

    enum err e = asker_prove(c, q->id, q->password, &row);
    if (!e)
        e = password_hash(&svc->passwords, c->mem, q->new_password, &hash);
    if (e)
        return e;
    return person_store_change_password(c, &row.person, hash, a);
}
