#include "authsvc.h"
#include "consent_list_store.h"
#include "handlers.h"

enum { LIMIT_DEFAULT = 40 };

enum err on_consent_list(struct call *c, const struct consent_page_request *q,
                         struct consent_page *a)
{
    struct authsvc *svc = c->svc;
    const struct consent_range range = {
        .person = c->actor->person,
        .after = q->after,
        .dialect = q->dialect,
        .limit = q->limit ? q->limit : LIMIT_DEFAULT,
    };

    return consent_list_store_page(svc->store, c->mem, &range, a);
}
