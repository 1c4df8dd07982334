#include "asker.h"
#include "handlers.h"

enum err on_profile_get(struct call *c, const struct nothing *q, struct profile *a)
{
    struct person_row row;

    (void)q;
    enum err e = asker_get(c, c->actor->person, &row);
    if (e)
        return e;
    *a = asker_profile(&row.person);
    return OK;
}
