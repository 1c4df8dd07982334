#include "asker.h"
#include "avatar_store.h"
#include "handlers.h"

enum err on_avatar_clear(struct call *c, const struct nothing *q, struct profile *a)
{
    struct person_row row;
    struct person changed;

    (void)q;
    enum err e = asker_get(c, c->actor->person, &row);
    if (!e)
        e = avatar_store_set(c, row.person.id, (struct bytes){NULL, 0}, &changed);
    if (e)
        return e;
    *a = asker_profile(&changed);
    return OK;
}
