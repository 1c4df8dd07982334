#include "handlers.h"
#include "person_store.h"

enum err on_person_delete(struct call *c, const struct person_ref *q, struct nothing *a)
{
    struct person_key key;

    (void)a;
    enum err e = person_key_of(c, q, &key);
    if (e)
        return e;
    return person_store_delete(c, &key, NULL);
}
