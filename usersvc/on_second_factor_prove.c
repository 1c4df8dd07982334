#include "handlers.h"
#include "second_factor.h"

enum err on_second_factor_prove(struct call *c, const struct second_factor_attempt *q,
                                struct second_factor_proof *a)
{
    return second_factor_prove(c, q->id, q->code, a);
}
