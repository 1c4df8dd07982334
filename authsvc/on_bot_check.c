#include "bot.h"
#include "handlers.h"

enum err on_bot_check(struct call *c, const struct bot_proof_request *q, struct nothing *a)
{
    struct client client = {0};

    (void)a;
    return bot_prove(c, q, &client);
}
