#include "discriminator_store.h"
#include "handlers.h"
#include "newcomer.h"
#include "person_rules.h"
#include "usersvc.h"

enum err on_person_add(struct call *c, const struct person_add_request *q, struct person *a)
{
    struct usersvc *svc = c->svc;
    const char *taken = NULL;

    enum err e = person_rules_check(c, &person_add_request_desc, q);
    if (e)
        return e;
    struct person_row row = {.person = newcomer(c, q)};
    e = password_hash(&svc->passwords, c->mem, q->password, &row.password);
    if (e)
        return e;
    e = person_store_add(c, &row, &taken);
    if (e == ERR_EXISTS)
        return refuse_openly(c, e, "%s is taken", taken);
    if (e)
        return discriminator_outcome(c, e);
    *a = row.person;
    return OK;
}
