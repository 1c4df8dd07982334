#include "authsvc.h"
#include "client_store.h"
#include "handlers.h"
#include "own_app.h"

/* Of the person alone, also of an administrator: client_list has all of them.  A program sees those
 * of its dialect. */
enum err on_app_list(struct call *c, const struct client_page_request *q, struct app_page *a)
{
    struct authsvc *svc = c->svc;
    struct client_page_request which = *q;
    struct client_page page = {0};

    if (c->actor->dialect)
        which.dialect = c->actor->dialect;
    enum err e = client_store_page(svc->store, c->mem, c->actor->person, &which, &page);
    if (e)
        return e;
    struct own_app *apps = arena_array(c->mem, page.clients.n + 1, sizeof *apps);
    for (size_t i = 0; i < page.clients.n; i++)
        apps[i] = *own_app_view(c, &page.clients.v[i]);
    a->apps.v = apps;
    a->apps.n = page.clients.n;
    a->next = page.next;
    return OK;
}
