#include "handlers.h"
#include "person_store.h"
#include "usersvc.h"

/* A ticket outlives the account by minutes at most; here it ends with it. */
enum err on_profile_get(struct call *c, const struct nothing *q, struct person *a)
{
    struct usersvc *svc = c->svc;
    struct person_key key = {.id = c->actor->person};
    struct person_row row;

    (void)q;
    enum err e = person_store_get(svc->store, c->mem, &key, &row);
    if (e == ERR_NOT_FOUND)
        return refuse(c, ERR_SIGNED_OUT, "person %s is no more", key.id);
    if (e)
        return e;
    if (row.person.disabled)
        return refuse(c, ERR_SIGNED_OUT, "person %s is disabled", key.id);
    *a = row.person;
    return OK;
}
