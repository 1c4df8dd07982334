#include "grant_end.h"
#include "handlers.h"

enum err on_grant_end(struct call *c, const struct grant_ref *q, struct nothing *a)
{
    (void)a;
    return grant_end(c, q->person, q->client_id);
}
