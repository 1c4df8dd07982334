#include "handlers.h"
#include "person_store.h"
#include "usersvc.h"

enum { LIMIT_DEFAULT = 100 };

enum err on_person_list(struct call *c, const struct person_page_request *q, struct person_page *a)
{
    struct usersvc *svc = c->svc;

    return person_store_page(svc->store, c->mem, q->after, q->limit ? q->limit : LIMIT_DEFAULT, a);
}
