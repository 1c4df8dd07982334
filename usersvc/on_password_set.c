#include "handlers.h"
#include "person_store.h"
#include "usersvc.h"

enum err on_password_set(struct call *c, const struct password_set_request *q, struct nothing *a)
{
    struct usersvc *svc = c->svc;
    const char *hash = NULL;

    (void)a;
    enum err e = password_hash(&svc->passwords, c->mem, q->password, &hash);
    if (e)
        return e;
    return person_store_set_password(c, q->id, hash);
}
