#include "handlers.h"
#include "person_store.h"
#include "usersvc.h"

enum err on_person_get(struct call *c, const struct person_ref *q, struct person *a)
{
    struct usersvc *svc = c->svc;
    struct person_key key;
    struct person_row row;

    enum err e = person_key_of(c, q, &key);
    if (e)
        return e;
    e = person_store_get(svc->store, c->mem, &key, &row);
    if (e)
        return e;
    *a = row.person;
    return OK;
}
