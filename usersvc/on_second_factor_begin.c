#include "asker.h"
#include "handlers.h"
#include "second_factor.h"
#include "second_factor_draft_store.h"
#include "totp.h"

enum { LIFE_MS = 30 * 60 * 1000 };

enum err on_second_factor_begin(struct call *c, const struct nothing *q,
                                struct second_factor_draft *a)
{
    struct draft draft = {.secret = totp_secret(c->mem), .expires_at = c->now + LIFE_MS};
    struct person_row row;

    (void)q;
    enum err e = second_factor_fresh(c);
    if (!e)
        e = asker_get(c, c->actor->person, &row);
    if (!e)
        e = draft_store_need(c, &row.person, &draft, &draft);
    if (e)
        return e;
    *a = (struct second_factor_draft){.secret = draft.secret, .expires_at = draft.expires_at};
    return OK;
}
