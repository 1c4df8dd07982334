#include "authsvc.h"
#include "client_store.h"
#include "handlers.h"

enum err on_client_list(struct call *c, const struct client_page_request *q, struct client_page *a)
{
    struct authsvc *svc = c->svc;

    return client_store_page(svc->store, c->mem, NULL, q, a);
}
