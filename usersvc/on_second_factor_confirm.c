#include "asker.h"
#include "handlers.h"
#include "letter.h"
#include "recovery_code.h"
#include "second_factor.h"
#include "second_factor_draft_store.h"
#include "second_factor_store.h"
#include "throttle_store.h"
#include "totp.h"

/* The secret is told to nobody but the person, who is signed in; still, what is tested is counted.
 */
static enum err check(struct call *c, const struct draft *draft, const char *code, int64_t *step)
{
    struct limiter_attempt attempt;
    enum err e = throttle_store_code(c, c->actor->person, &attempt);

    if (!e)
        e = totp_check(c->mem, draft->secret, second_factor_bare(c->mem, code), c->now, step);
    if (!e)
        throttle_store_pass(c, &attempt);
    return e == ERR_WRONG_CODE ? refuse(c, e, "it is not a code of the app") : e;
}

static enum err find(struct call *c, struct person_row *row, struct draft *draft)
{
    enum err e = asker_get(c, c->actor->person, row);

    if (!e)
        e = draft_store_find(c, &row->person, draft);
    return e == ERR_NOT_FOUND ? refuse(c, ERR_EXPIRED, "nothing is being added") : e;
}

enum err on_second_factor_confirm(struct call *c, const struct second_factor_code *q,
                                  struct recovery_codes *a)
{
    struct person_row row;
    struct draft draft = {0};
    struct letter notice;
    int64_t step = 0;

    enum err e = find(c, &row, &draft);
    if (!e)
        e = check(c, &draft, q->code, &step);
    if (!e)
        e = letter_write(
            c,
            &(struct letter_about){"second_factor_added", row.person.email, row.person.locale, 0},
            &notice);
    if (e)
        return e;
    return second_factor_store_add(
        c, &(struct second_factor_addition){.person = &row.person,
                                            .sealed = draft.sealed,
                                            .step = step,
                                            .codes = second_factor_codes(c->mem, &a->codes),
                                            .notice = &notice});
}
