/* second_factor.c - a code beside the password: adding it, recovery codes, removing it. */
#include "account.h"
#include "embed.h"
#include "gateway_inside.h"
#include "qr.h"

EMBED(account_factor_html, EMBED_DIR "/pages/account_factor.html");
EMBED(account_factor_add_html, EMBED_DIR "/pages/account_factor_add.html");
EMBED(account_factor_codes_html, EMBED_DIR "/pages/account_factor_codes.html");

static const char HERE[] = "/account/second-factor";
static const char ADD[] = "/account/second-factor/add";

/* What takes a sign-in of a moment ago comes back to this page. */
static enum err refuse_to(struct exchange *x, enum err e, const char *page)
{
    if (e != ERR_SIGN_IN_AGAIN)
        return account_refuse(x, e);
    account_sign_in_again(x, page);
    return OK;
}

/* NULL: there is none that could be one. */
static const char *code_of(struct exchange *x)
{
    return page_fitting(x, &x->form, &second_factor_code_desc, "code");
}

/* -- how it stands -------------------------------------------------------------------------------
 */

/* what: the part of the page in which something is wrong; NULL: none. */
static enum err show(struct exchange *x, enum err e, const char *what)
{
    const char *message = e ? page_complaint(x, e, TEXT_password_wrong) : NULL;
    struct second_factor now = {0};

    enum err lost = usersvc_second_factor_get(&x->call, &NOTHING, &now);
    if (lost)
        return account_refuse(x, lost);
    const char *left = arena_printf(x->call.mem, "%lld", (long long)now.recovery_codes);
    const struct slot slots[] = {
        {"since", now.since ? account_when(x, now.since) : NULL, NULL, 0},
        {"left", now.recovery_codes ? left : NULL, NULL, 0},
        {"message", message, NULL, 0},
        {what ? what : "nothing", "open", NULL, 0},
    };
    account_answer(x, e,
                   &(struct page){.title = TEXT_second_factor,
                                  .html = account_factor_html,
                                  .slots = {slots, ARRAY_LEN(slots)},
                                  .back = HERE});
    return OK;
}

enum err route_account_factor(struct exchange *x)
{
    enum err e = account_enter(x);

    return e ? account_refuse(x, e) : show(x, OK, NULL);
}

/* Never by an address: they are shown this once. */
static void show_codes(struct exchange *x, const struct recovery_codes *codes)
{
    struct arena *mem = x->call.mem;
    struct slots *rows = arena_array(mem, codes->codes.n, sizeof *rows);

    for (size_t i = 0; i < codes->codes.n; i++) {
        struct slot *cell = ARENA_NEW(mem, slot);
        *cell = (struct slot){"code", codes->codes.v[i], NULL, 0};
        rows[i] = (struct slots){cell, 1};
    }
    const struct slot slots[] = {{"codes", NULL, rows, codes->codes.n}};
    account_answer(x, OK,
                   &(struct page){.title = TEXT_recovery_codes,
                                  .html = account_factor_codes_html,
                                  .slots = {slots, ARRAY_LEN(slots)},
                                  .back = HERE});
}

/* -- adding it -----------------------------------------------------------------------------------
 */

/* What apps agree on, though no standard has it: issuer and account, the issuer once more for those
 * that show it apart. */
static const char *uri_of(struct exchange *x, const char *secret, const struct profile *person)
{
    const char *issuer = x->gateway->issuer.authority;
    struct buf uri;

    buf_init(&uri, x->call.mem, 256);
    buf_str(&uri, "otpauth://totp/");
    form_encode(&uri, issuer);
    buf_str(&uri, ":");
    form_encode(&uri, person->username);
    buf_printf(&uri, "?secret=%s&issuer=", secret);
    form_encode(&uri, issuer);
    return buf_text(&uri);
}

/* Groups of four are read more easily; apps drop the blanks. */
static const char *readable(struct arena *mem, const char *secret)
{
    struct buf text;

    buf_init(&text, mem, 64);
    for (size_t i = 0; secret[i]; i++)
        buf_printf(&text, "%s%c", i > 0 && i % 4 == 0 ? " " : "", secret[i]);
    return buf_text(&text);
}

static void draw(struct exchange *x, enum err e, const char *secret, const char *uri,
                 const struct qr *qr)
{
    struct arena *mem = x->call.mem;
    const struct slot slots[] = {
        {"secret", readable(mem, secret), NULL, 0},
        {"uri", uri, NULL, 0},
        {"modules", qr->path, NULL, 0},
        {"side", arena_printf(mem, "%d", qr->side + 2 * QR_QUIET), NULL, 0},
        {"message", e ? page_complaint(x, e, TEXT_password_wrong) : NULL, NULL, 0},
    };

    account_answer(x, e,
                   &(struct page){.title = TEXT_second_factor_add,
                                  .html = account_factor_add_html,
                                  .slots = {slots, ARRAY_LEN(slots)},
                                  .back = ADD});
}

/* e: of the code that was given; the secret stays the same while the person tries. */
static enum err show_secret(struct exchange *x, enum err e)
{
    struct second_factor_draft draft = {0};
    struct profile person = {0};
    struct qr qr;

    enum err lost = usersvc_second_factor_begin(&x->call, &NOTHING, &draft);
    if (lost == ERR_EXISTS) {
        reply_see_other(&x->reply, HERE);
        return OK;
    }
    if (!lost)
        lost = usersvc_profile_get(&x->call, &NOTHING, &person);
    if (lost)
        return refuse_to(x, lost, ADD);
    const char *uri = uri_of(x, draft.secret, &person);
    lost = qr_of(x->call.mem, uri, &qr);
    if (lost)
        return lost;
    draw(x, e, draft.secret, uri, &qr);
    return OK;
}

enum err route_account_factor_add(struct exchange *x)
{
    enum err e = account_enter(x);

    return e ? account_refuse(x, e) : show_secret(x, OK);
}

enum err route_account_factor_confirm(struct exchange *x)
{
    const struct second_factor_code q = {code_of(x)};
    struct recovery_codes codes = {0};

    enum err e = account_enter(x);
    if (e)
        return account_refuse(x, e);
    e = q.code ? usersvc_second_factor_confirm(&x->call, &q, &codes) : ERR_WRONG_CODE;
    if (page_complaint(x, e, TEXT_password_wrong))
        return show_secret(x, e);
    if (e == ERR_EXPIRED || e == ERR_EXISTS) { /* another one, or none any more */
        reply_see_other(&x->reply, ADD);
        return OK;
    }
    if (e)
        return account_refuse(x, e);
    show_codes(x, &codes);
    return OK;
}

/* -- what it takes a code for --------------------------------------------------------------------
 */

enum err route_account_factor_codes(struct exchange *x)
{
    const struct second_factor_code q = {code_of(x)};
    struct recovery_codes codes = {0};

    enum err e = account_enter(x);
    if (e)
        return account_refuse(x, e);
    e = q.code ? usersvc_recovery_codes_renew(&x->call, &q, &codes) : ERR_WRONG_CODE;
    if (page_complaint(x, e, TEXT_password_wrong))
        return show(x, e, "renewing");
    if (e)
        return refuse_to(x, e, HERE);
    show_codes(x, &codes);
    return OK;
}

enum err route_account_factor_remove(struct exchange *x)
{
    const struct second_factor_code q = {code_of(x)};

    enum err e = account_enter(x);
    if (e)
        return account_refuse(x, e);
    e = q.code ? usersvc_second_factor_remove(&x->call, &q, &NOTHING) : ERR_WRONG_CODE;
    if (page_complaint(x, e, TEXT_password_wrong))
        return show(x, e, "removing");
    if (e)
        return refuse_to(x, e, HERE);
    account_saved(x, HERE);
    return OK;
}
