#include "authsvc.h"
#include "client_draft.h"
#include "dialect.h"
#include "handlers.h"
#include "words.h"

enum { DIALECTS_MAX = 16 };

enum err on_app_choices(struct call *c, const struct nothing *q, struct app_choices_reply *a)
{
    const struct authsvc *svc = c->svc;
    struct app_dialect *dialects = arena_array(c->mem, DIALECTS_MAX, sizeof *dialects);
    const char *name, *at = dialect_names;
    size_t n = 0;

    (void)q;
    while (n < DIALECTS_MAX && (name = words_next(c->mem, &at))) {
        const struct dialect *dialect = dialect_by_name(name);
        const struct client_lives usual = client_lives_usual(c->mem, name);
        dialects[n++] = (struct app_dialect){
            .name = dialect->name,
            .scope = dialect->scopes,
            .shows_again = dialect->shown == SECRET_AGAIN,
            .most = dialect->apps ? dialect->apps : svc->config->authsvc_apps,
            .access_token_lifetime = usual.access,
            .refresh_idle_lifetime = usual.idle,
            .refresh_lifetime = usual.whole,
        };
    }
    a->dialects.v = dialects;
    a->dialects.n = n;
    return OK;
}
