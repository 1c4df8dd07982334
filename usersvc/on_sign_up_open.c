#include "handlers.h"
#include "usersvc.h"

enum err on_sign_up_open(struct call *c, const struct nothing *q, struct sign_up_terms *a)
{
    const struct usersvc *svc = c->svc;

    (void)q;
    a->open = svc->config->usersvc_sign_up;
    return OK;
}
