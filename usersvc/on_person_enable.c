#include "handlers.h"
#include "person_store.h"

enum err on_person_enable(struct call *c, const struct person_ref *q, struct person *a)
{
    struct person_key key;

    enum err e = person_key_of(c, q, &key);
    if (e)
        return e;
    return person_store_disable(c, &key, false, a);
}
