#include "asker.h"
#include "avatar_store.h"
#include "handlers.h"
#include "picture.h"

enum err on_avatar_set(struct call *c, const struct picture *q, struct profile *a)
{
    const char *fault = picture_fault(q->png);
    struct person_row row;
    struct person changed;

    if (fault)
        return refuse_openly(c, ERR_BAD_FIELD, "png: %s", fault);
    enum err e = asker_get(c, c->actor->person, &row);
    if (!e)
        e = avatar_store_set(c, row.person.id, q->png, &changed);
    if (e)
        return e;
    *a = asker_profile(&changed);
    return OK;
}
