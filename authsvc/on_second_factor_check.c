#include "authsvc.h"
#include "handlers.h"
#include "session_store.h"

enum err on_second_factor_check(struct call *c, const struct second_factor_code *q,
                                struct nothing *a)
{
    const struct authsvc *svc = c->svc;
    const struct second_factor_attempt attempt = {.id = c->actor->person, .code = q->code};
    struct second_factor_proof proof = {0};

    (void)a;
    enum err e = usersvc_second_factor_prove(c, &attempt, &proof);
    if (!e)
        e = session_store_second(svc->store, c->actor->sid, c->actor->person, c->now);
    return e == ERR_NOT_FOUND ? refuse(c, ERR_SIGNED_OUT, "the session has ended") : e;
}
