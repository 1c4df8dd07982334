#include "handlers.h"
#include "recovery_code_store.h"
#include "second_factor.h"

enum err on_recovery_codes_renew(struct call *c, const struct second_factor_code *q,
                                 struct recovery_codes *a)
{
    struct second_factor_proof proof = {0};

    enum err e = second_factor_fresh(c);
    if (!e)
        e = second_factor_prove(c, c->actor->person, q->code, &proof);
    return e ? e
             : recovery_code_store_renew(c, c->actor->person,
                                         second_factor_codes(c->mem, &a->codes));
}
