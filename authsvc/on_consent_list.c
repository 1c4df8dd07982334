#include "authsvc.h"
#include "consent_list_store.h"
#include "handlers.h"

enum err on_consent_list(struct call *c, const struct consent_page_request *q,
                         struct consent_page *a)
{
    struct authsvc *svc = c->svc;

    return consent_list_store_page(svc->store, c->mem, c->actor->person, q->after, a);
}
