#include "bot_store.h"
#include "discriminator_store.h"
#include "handlers.h"

enum err on_bot_set(struct call *c, const struct bot_set_request *q, struct person *a)
{
    return discriminator_outcome(c, bot_store_set(c, q, a));
}
