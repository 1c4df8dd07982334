#include "authsvc.h"
#include "handlers.h"
#include "picture_store.h"

enum err on_app_icon_get(struct call *c, const struct picture_ref *q, struct picture *a)
{
    struct authsvc *svc = c->svc;

    return picture_store_find(svc->store, c->mem, q->name, &a->png);
}
