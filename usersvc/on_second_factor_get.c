#include "handlers.h"
#include "second_factor_store.h"

enum err on_second_factor_get(struct call *c, const struct nothing *q, struct second_factor *a)
{
    struct second_factor_row row = {0};

    (void)q;
    enum err e = second_factor_store_get(c, c->actor->person, &row);
    if (e == ERR_NOT_FOUND)
        return refuse(c, ERR_SIGNED_OUT, "person %s is no more", c->actor->person);
    if (e)
        return e;
    *a = (struct second_factor){.since = row.person.second_factor_at,
                                .recovery_codes = row.recovery_codes};
    return OK;
}
