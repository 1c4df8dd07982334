#include "grant_end.h"
#include "cutoff_store.h"
#include "log.h"
#include "messages.h"
#include "tokensvc.h"

enum { AT_ONCE = 20 }; /* left over ones that are tried in one go */

static enum err finish(struct call *c, const struct cutoff *cutoff)
{
    const struct tokensvc *svc = c->svc;
    const struct consent_ref ref = {.client_id = cutoff->client_id, .person = cutoff->person};
    struct nothing reply;

    enum err e = authsvc_consent_withdraw(c, &ref, &reply);
    if (e && e != ERR_NOT_FOUND) /* nothing to forget is as good */
        return e;
    return cutoff_store_finish(svc->store, cutoff);
}

enum err grant_end(struct call *c, const char *person, const char *client_id)
{
    struct cutoff cutoff = {.person = person, .client_id = client_id};

    enum err e = cutoff_store_begin(c, &cutoff);
    return e ? e : finish(c, &cutoff);
}

void grant_end_left_over(struct call *c)
{
    const struct tokensvc *svc = c->svc;
    struct cutoff cutoff;
    enum err e = OK;

    for (int n = 0; !e && n < AT_ONCE; n++) {
        e = cutoff_store_due(svc->store, c->mem, c->now, &cutoff);
        if (!e)
            e = finish(c, &cutoff);
    }
    if (e && e != ERR_NOT_FOUND)
        log_warn("a grant could not be ended yet: %s", err_name(e));
}
