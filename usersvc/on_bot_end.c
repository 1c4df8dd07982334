#include "bot_store.h"
#include "handlers.h"

enum err on_bot_end(struct call *c, const struct bot_ref *q, struct nothing *a)
{
    (void)a;
    return bot_store_end(c, q->client_id);
}
