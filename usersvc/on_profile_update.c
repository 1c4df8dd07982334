#include "asker.h"
#include "discriminator_store.h"
#include "handlers.h"
#include "person_rules.h"

enum err on_profile_update(struct call *c, const struct profile_update_request *q,
                           struct profile *a)
{
    struct person_row row;
    struct person changed;

    enum err e = person_rules_check(c, &profile_update_request_desc, q);
    if (!e)
        e = asker_get(c, c->actor->person, &row);
    if (e)
        return e;
    const struct person_update_request update = {
        .id = row.person.id, .name = q->name, .nickname = q->nickname, .website = q->website};
    e = discriminator_outcome(c, person_store_update(c, &update, &changed));
    if (e)
        return e;
    *a = asker_profile(&changed);
    return OK;
}
