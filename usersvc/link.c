#include "link.h"

enum err link_used(struct call *c, enum err e)
{
    if (e == ERR_NOT_FOUND)
        return refuse_openly(c, ERR_EXPIRED, "this link is not valid, or no longer");
    return e;
}

enum err link_outcome(struct call *c, const struct limiter_attempt *attempt, enum err found)
{
    if (!found)
        throttle_store_pass(c, attempt);
    return link_used(c, found);
}
