#include "dialect.h"
#include "handlers.h"
#include "redirect_uri.h"

enum err on_app_check(struct call *c, const struct app_check_request *q, struct app_check_reply *a)
{
    const char **faults = arena_array(c->mem, q->redirect_uris.n + 1, sizeof *faults);
    const char *prefix = dialect_scheme(q->dialects);

    for (size_t i = 0; i < q->redirect_uris.n; i++)
        faults[i] = redirect_fault_name(redirect_uri_judge_of(&q->redirect_uris, i, prefix));
    a->redirect_uris = (struct strs){faults, q->redirect_uris.n};
    if (q->client_uri)
        a->client_uri = redirect_fault_name(redirect_uri_judge_page(q->client_uri));
    return OK;
}
