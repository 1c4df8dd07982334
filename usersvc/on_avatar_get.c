#include "handlers.h"
#include "picture_store.h"
#include "usersvc.h"

enum err on_avatar_get(struct call *c, const struct picture_ref *q, struct picture *a)
{
    struct usersvc *svc = c->svc;

    return picture_store_find(svc->store, c->mem, q->name, &a->png);
}
