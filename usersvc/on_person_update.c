#include "discriminator_store.h"
#include "handlers.h"
#include "person_rules.h"
#include "person_store.h"

enum err on_person_update(struct call *c, const struct person_update_request *q, struct person *a)
{
    enum err e = person_rules_check(c, &person_update_request_desc, q);
    if (e)
        return e;
    e = person_store_update(c, q, a);
    return e == ERR_EXISTS ? refuse_openly(c, e, "email is taken") : discriminator_outcome(c, e);
}
