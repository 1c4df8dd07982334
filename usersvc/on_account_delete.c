#include "asker.h"
#include "handlers.h"

enum err on_account_delete(struct call *c, const struct account_delete_request *q,
                           struct nothing *a)
{
    const struct person_key key = {.id = c->actor->person};
    struct person_row row;

    (void)a;
    enum err e = asker_prove(c, key.id, q->password, &row);
    return e ? e : person_store_delete(c, &key);
}
