#include "second_factor.h"
#include "asker.h"
#include "recovery_code_store.h"
#include "second_factor_store.h"
#include "throttle_store.h"
#include "totp.h"
#include <string.h>

enum { FRESH_MS = 5 * 60 * 1000 };

const char *second_factor_bare(struct arena *mem, const char *code)
{
    char *bare = arena_alloc(mem, strlen(code) + 1);
    size_t n = 0;

    for (const char *at = code; *at; at++) {
        if (*at >= 'a' && *at <= 'z')
            bare[n++] = (char)(*at - 'a' + 'A');
        else if (*at != ' ' && *at != '-')
            bare[n++] = *at;
    }
    bare[n] = '\0';
    return bare;
}

static enum err prove_app(struct call *c, const struct second_factor_row *row, const char *code)
{
    int64_t step = 0;
    enum err e = totp_check(c->mem, row->secret, code, c->now, &step);

    if (e)
        return refuse(c, e, "a code of person %s: %s", row->person.id, err_text(e));
    e = second_factor_store_accept(c, row->person.id, step);
    return e == ERR_WRONG_CODE ? refuse(c, e, "the code was used before") : e;
}

static enum err prove_paper(struct call *c, const struct second_factor_row *row, const char *code)
{
    const struct letter_about about = {"recovery_code_used", row->person.email, row->person.locale,
                                       0};
    struct letter notice;

    enum err e = letter_write(c, &about, &notice);
    if (!e)
        e = recovery_code_store_use(c, row->person.id, code, &notice);
    return e == ERR_WRONG_CODE
               ? refuse(c, e, "no recovery code of person %s, or used before", row->person.id)
               : e;
}

static enum err prove(struct call *c, const char *person, const char *code,
                      struct second_factor_proof *out)
{
    struct second_factor_row *row = ARENA_NEW(c->mem, second_factor_row);
    const char *bare = second_factor_bare(c->mem, code);
    bool of_app = strlen(bare) == TOTP_DIGITS;

    enum err e = second_factor_store_get(c, person, row);
    if (e == ERR_NOT_FOUND)
        return refuse(c, ERR_WRONG_CODE, "person %s is no more", person);
    if (e)
        return e;
    if (!row->secret || row->person.disabled)
        return refuse(c, ERR_WRONG_CODE, "person %s %s", person,
                      row->secret ? "is disabled" : "has no second factor");
    e = of_app ? prove_app(c, row, bare) : prove_paper(c, row, bare);
    if (!e)
        *out = (struct second_factor_proof){.person = &row->person, .recovery = !of_app};
    return e;
}

enum err second_factor_prove(struct call *c, const char *person, const char *code,
                             struct second_factor_proof *out)
{
    struct limiter_attempt attempt;
    enum err e = throttle_store_code(c, person, &attempt);

    if (!e)
        e = prove(c, person, code, out);
    if (!e)
        throttle_store_pass(c, &attempt);
    return e;
}

enum err second_factor_fresh(struct call *c)
{
    if (c->now - c->actor->auth_time <= FRESH_MS)
        return OK;
    return refuse(c, ERR_SIGN_IN_AGAIN, "the sign-in is older than %d minutes", FRESH_MS / 60000);
}

const char *const *second_factor_codes(struct arena *mem, struct strs *shown)
{
    const char **codes = arena_array(mem, RECOVERY_CODES, sizeof *codes);
    const char **print = arena_array(mem, RECOVERY_CODES, sizeof *print);

    for (size_t i = 0; i < RECOVERY_CODES; i++) {
        codes[i] = recovery_code_new(mem);
        print[i] = recovery_code_print(mem, codes[i]);
    }
    *shown = (struct strs){print, RECOVERY_CODES};
    return codes;
}
