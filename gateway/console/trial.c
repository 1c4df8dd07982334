/*
 * The owner of an app goes the way that a person goes, to a page of ours.
 *
 * It begins with a form of the owner's own session (authorize_request.trial),
 * so that no link of a stranger can begin one.  What an app would keep between
 * asking and being answered is derived from one random value in a cookie: the
 * browser is the only one who has it, and no gateway has to remember anything.
 * Tokens are never seen here (tokensvc: on_app_try.c).
 */
#include "b64url.h"
#include "dialects/endpoint.h"
#include "embed.h"
#include "gateway_inside.h"
#include "interaction.h"
#include "present.h"
#include "random.h"
#include "secret.h"
#include "tried.h"
#include "words.h"
#include <string.h>

EMBED(console_trial_html, EMBED_DIR "/pages/console_trial.html");

static const char CALLBACK[] = "/apps/try/callback";

enum { COOKIE_BYTES = 32, COOKIE_SECONDS = 600, ATTEMPT_BYTES = 16, DIALECTS_MAX = 16 };

/* Of which app, and as a client of which dialect. */
struct trial {
    const char *client_id, *dialect;
};

/* Of the cookie: what it stands for in the part of the flow that purpose names. */
static const char *derived(struct arena *mem, const char *cookie, const char *purpose)
{
    return b64url_encode(mem,
                         secret_digest(mem, bytes_of(arena_printf(mem, "%s %s", purpose, cookie))));
}

/* It goes along in the state, so that it is known when the answer comes. */
static const char *state_of(struct arena *mem, const char *cookie, const struct trial *trial)
{
    const char *what = arena_printf(mem, "%s.%s", trial->client_id, trial->dialect);
    const char *purpose = arena_printf(mem, "state of %s", what);

    return arena_printf(mem, "%s.%s", what, derived(mem, cookie, purpose));
}

static const char *callback(struct exchange *x)
{
    return arena_printf(x->call.mem, "%s%s", x->gateway->issuer.url, CALLBACK);
}

/* What was chosen, if the app is switched on there; otherwise its first. */
static const char *dialect_of(struct exchange *x, const struct own_app *app, const char *chosen)
{
    const char *at = app->dialects;

    return chosen && words_has(app->dialects, chosen) ? chosen : words_next(x->call.mem, &at);
}

static struct slot dialects_slot(struct exchange *x, const struct own_app *app, const char *chosen)
{
    enum { CELLS = 3 };
    struct slots *rows = arena_array(x->call.mem, DIALECTS_MAX, sizeof *rows);
    const char *name, *at = app->dialects;
    size_t n = 0;

    while (n < DIALECTS_MAX && (name = words_next(x->call.mem, &at))) {
        struct slot *cells = arena_array(x->call.mem, CELLS, sizeof *cells);
        cells[0] = (struct slot){"dialect", name, NULL, 0};
        cells[1] = (struct slot){"title", console_dialect(x, name), NULL, 0};
        cells[2] = (struct slot){"chosen", strcmp(name, chosen) == 0 ? "chosen" : NULL, NULL, 0};
        rows[n++] = (struct slots){cells, CELLS};
    }
    return (struct slot){"dialects", NULL, rows, n};
}

enum err route_console_trial(struct exchange *x)
{
    const struct form query = exchange_peek(x);
    struct own_app app = {0};

    enum err e = console_enter(x, &app);
    if (e)
        return account_refuse(x, e);
    const struct slot slots[] = {
        {"possible", words_has(app.capabilities, "oauth") ? "possible" : NULL, NULL, 0},
        dialects_slot(x, &app, dialect_of(x, &app, form_get(&query, "dialect"))),
    };
    console_answer(x, OK, &app,
                   &(struct page){.title = TEXT_trial,
                                  .html = console_trial_html,
                                  .slots = {slots, ARRAY_LEN(slots)}});
    return OK;
}

enum err route_console_trial_begin(struct exchange *x)
{
    struct interaction_step step = {0};
    struct own_app app = {0};

    enum err e = console_enter(x, &app);
    if (e)
        return account_refuse(x, e);
    struct arena *mem = x->call.mem;
    const char *cookie = random_token(mem, COOKIE_BYTES);
    const char *verifier = derived(mem, cookie, "verifier");
    const struct trial trial = {app.client_id, dialect_of(x, &app, form_get(&x->form, "dialect"))};
    struct authorize_request q = {
        .response_type = "code",
        .client_id = app.client_id,
        .redirect_uri = callback(x),
        .scope = console_scope(&app, trial.dialect),
        .state = state_of(mem, cookie, &trial),
        .nonce = derived(mem, cookie, "nonce"),
        .code_challenge = b64url_encode(mem, secret_digest(mem, bytes_of(verifier))),
        .code_challenge_method = "S256",
        .own_page = true,
        .trial = true,
    };
    e = endpoint_authorize(x, trial.dialect, &q, &step);
    if (e)
        return account_refuse(x, e);
    exchange_set_cookie(x, COOKIE_TRIAL, cookie, COOKIE_SECONDS);
    interaction_go_on(x, &step);
    return OK;
}

/* -- the way back ------------------------------------------------------------------------------ */

/* Which trial this is.  false: it was not begun in this browser. */
static bool recognise(struct exchange *x, const char *cookie, const char *state, struct trial *out)
{
    struct arena *mem = x->call.mem;
    const char *behind = state ? strchr(state, '.') : NULL;

    if (!behind || !cookie)
        return false;
    const struct trial trial = {arena_strndup(mem, state, (size_t)(behind - state)),
                                arena_strndup(mem, behind + 1, strcspn(behind + 1, "."))};
    if (!secret_equal_str(state, state_of(mem, cookie, &trial)))
        return false;
    *out = trial;
    return true;
}

static enum err redeem(struct exchange *x, const struct trial *trial, const char *cookie,
                       const char *code, struct app_try_reply *out)
{
    const struct app_try_request q = {
        .client_id = trial->client_id,
        .code = code,
        .code_verifier = derived(x->call.mem, cookie, "verifier"),
        .redirect_uri = callback(x),
        .dialect = trial->dialect,
        .issuer = x->gateway->issuer.url,
        .attempt = random_token(x->call.mem, ATTEMPT_BYTES),
    };

    return tokensvc_app_try(&x->call, &q, out);
}

/* Who answers is told by iss (RFC 9207): as an app would have to look. */
static bool is_ours(struct exchange *x, const struct form *answer)
{
    const char *iss = form_get(answer, "iss");

    return iss && strcmp(iss, x->gateway->issuer.url) == 0;
}

/* As the answer has it, or as the token endpoint would. */
static void show_refusal(struct exchange *x, const struct own_app *app, const struct form *answer,
                         enum err e)
{
    tried_show_error(x, app, e ? err_wire(e) : form_get(answer, "error"),
                     e ? present_sentence(x, e) : form_get(answer, "error_description"));
}

enum err route_console_trial_end(struct exchange *x)
{
    const char *cookie = exchange_cookie(x, COOKIE_TRIAL);
    struct trial trial = {0};
    struct app_try_reply got = {0};
    struct own_app app = {0};
    struct form answer;

    enum err e = account_enter(x);
    if (!e)
        e = exchange_query(x, &answer);
    if (e)
        return account_refuse(x, e);
    if (!recognise(x, cookie, form_get(&answer, "state"), &trial) || !is_ours(x, &answer))
        return refuse(&x->call, ERR_EXPIRED, "the trial was not begun in this browser");
    exchange_set_cookie(x, COOKIE_TRIAL, "", 0);
    e = authsvc_app_get(&x->call, &(struct client_ref){trial.client_id}, &app);
    if (e)
        return account_refuse(x, e);
    const char *code = form_get(&answer, "code");
    if (code)
        e = redeem(x, &trial, cookie, code, &got);
    if (e && (err_is_fault(e) || e == ERR_SIGNED_OUT))
        return account_refuse(x, e);
    if (e || !code)
        show_refusal(x, &app, &answer, e);
    else
        tried_show(x, &(struct tried){&app, trial.dialect, &got});
    return OK;
}
