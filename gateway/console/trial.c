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
#include "console.h"
#include "embed.h"
#include "gateway_inside.h"
#include "interaction.h"
#include "json.h"
#include "msg_json.h"
#include "random.h"
#include "secret.h"
#include <string.h>

EMBED(console_trial_html, EMBED_DIR "/pages/console_trial.html");
EMBED(console_tried_html, EMBED_DIR "/pages/console_tried.html");

static const char DIALECT[] = "standard", CALLBACK[] = "/apps/try/callback";

enum { COOKIE_BYTES = 32, COOKIE_SECONDS = 600, ATTEMPT_BYTES = 16 };

/* Of the cookie: what it stands for in the part of the flow that purpose names. */
static const char *derived(struct arena *mem, const char *cookie, const char *purpose)
{
    return b64url_encode(mem,
                         secret_digest(mem, bytes_of(arena_printf(mem, "%s %s", purpose, cookie))));
}

/* The app goes along in it, so that it is known when the answer comes. */
static const char *state_of(struct arena *mem, const char *cookie, const char *client_id)
{
    const char *purpose = arena_printf(mem, "state of %s", client_id);

    return arena_printf(mem, "%s.%s", client_id, derived(mem, cookie, purpose));
}

static const char *callback(struct exchange *x)
{
    return arena_printf(x->call.mem, "%s%s", x->gateway->issuer.url, CALLBACK);
}

enum err route_console_trial(struct exchange *x)
{
    struct own_app app = {0};

    enum err e = console_enter(x, &app);
    if (e)
        return account_refuse(x, e);
    console_answer(x, OK, &app, &(struct page){.title = TEXT_trial, .html = console_trial_html});
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
    const struct authorize_request q = {
        .response_type = "code",
        .client_id = app.client_id,
        .redirect_uri = callback(x),
        .state = state_of(mem, cookie, app.client_id),
        .nonce = derived(mem, cookie, "nonce"),
        .code_challenge = b64url_encode(mem, secret_digest(mem, bytes_of(verifier))),
        .code_challenge_method = "S256",
        .dialect = DIALECT,
        .issuer = x->gateway->issuer.url,
        .browser = interaction_browser(x),
        .session = exchange_cookie(x, COOKIE_SESSION),
        .own_page = true,
        .trial = true,
    };
    e = authsvc_authorize(&x->call, &q, &step);
    if (e)
        return account_refuse(x, e);
    exchange_set_cookie(x, COOKIE_TRIAL, cookie, COOKIE_SECONDS);
    interaction_go_on(x, &step);
    return OK;
}

/* -- the way back ------------------------------------------------------------------------------ */

/* Whose trial this is; NULL: it was not begun in this browser. */
static const char *client_of(struct exchange *x, const char *cookie, const char *state)
{
    size_t n = state ? strcspn(state, ".") : 0;
    const char *client_id = n ? arena_strndup(x->call.mem, state, n) : NULL;

    if (!client_id || !cookie || !secret_equal_str(state, state_of(x->call.mem, cookie, client_id)))
        return NULL;
    return client_id;
}

static struct slots member(struct arena *mem, const char *name, const char *value)
{
    struct slot *cells = arena_array(mem, 2, sizeof *cells);

    cells[0] = (struct slot){"name", name, NULL, 0};
    cells[1] = (struct slot){"value", value, NULL, 0};
    return (struct slots){cells, 2};
}

/* The members of a JSON object, as they stand there. */
static struct slot claims_slot(struct exchange *x, const char *name, const char *json)
{
    struct arena *mem = x->call.mem;
    json_t *object = json ? json_loads(json, 0, NULL) : NULL;
    struct slots *rows = arena_array(mem, json_object_size(object) + 1, sizeof *rows);
    const char *key = NULL;
    json_t *value = NULL;
    size_t n = 0;

    json_object_foreach(object, key, value)
    {
        char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
        const char *shown = json_is_string(value) ? json_string_value(value) : text;
        rows[n++] = member(mem, arena_strdup(mem, key), arena_strdup(mem, shown));
        free(text);
    }
    json_decref(object);
    return (struct slot){name, NULL, rows, n};
}

static struct slot userinfo_slot(struct exchange *x, const struct userinfo_reply *userinfo)
{
    struct buf json;

    if (!userinfo)
        return claims_slot(x, "userinfo", NULL);
    buf_init(&json, x->call.mem, 512);
    msg_to_json(&userinfo_reply_desc, userinfo, &json);
    return claims_slot(x, "userinfo", buf_text(&json));
}

static void show(struct exchange *x, const struct own_app *app, const struct app_try_reply *got)
{
    struct arena *mem = x->call.mem;
    const struct slot slots[] = {
        {"token_type", got->token_type, NULL, 0},
        {"expires_in", arena_printf(mem, "%lld", (long long)got->expires_in), NULL, 0},
        {"scope", got->scope, NULL, 0},
        {"refreshable", got->refreshable ? "refreshable" : NULL, NULL, 0},
        {"opaque", got->access_claims ? NULL : "opaque", NULL, 0},
        {"with_id", got->id_claims ? "with_id" : NULL, NULL, 0},
        {"with_userinfo", got->userinfo ? "with_userinfo" : NULL, NULL, 0},
        claims_slot(x, "access", got->access_claims),
        claims_slot(x, "id", got->id_claims),
        userinfo_slot(x, got->userinfo),
    };

    console_answer(x, OK, app,
                   &(struct page){.title = TEXT_tried,
                                  .html = console_tried_html,
                                  .slots = {slots, ARRAY_LEN(slots)},
                                  .back = console_address(x, app, "/try")});
}

static void show_error(struct exchange *x, const struct own_app *app, const struct form *answer)
{
    const struct slot slots[] = {
        {"error", form_get(answer, "error"), NULL, 0},
        {"description", form_get(answer, "error_description"), NULL, 0},
    };

    console_answer(x, OK, app,
                   &(struct page){.title = TEXT_tried,
                                  .html = console_tried_html,
                                  .slots = {slots, ARRAY_LEN(slots)},
                                  .back = console_address(x, app, "/try")});
}

static enum err redeem(struct exchange *x, const char *client_id, const char *cookie,
                       const char *code, struct app_try_reply *out)
{
    const struct app_try_request q = {
        .client_id = client_id,
        .code = code,
        .code_verifier = derived(x->call.mem, cookie, "verifier"),
        .redirect_uri = callback(x),
        .dialect = DIALECT,
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

enum err route_console_trial_end(struct exchange *x)
{
    const char *cookie = exchange_cookie(x, COOKIE_TRIAL);
    struct app_try_reply got = {0};
    struct own_app app = {0};
    struct form answer;

    enum err e = account_enter(x);
    if (!e)
        e = exchange_query(x, &answer);
    if (e)
        return account_refuse(x, e);
    const char *client_id = client_of(x, cookie, form_get(&answer, "state"));
    if (!client_id || !is_ours(x, &answer))
        return refuse(&x->call, ERR_EXPIRED, "the trial was not begun in this browser");
    exchange_set_cookie(x, COOKIE_TRIAL, "", 0);
    e = authsvc_app_get(&x->call, &(struct client_ref){client_id}, &app);
    const char *code = form_get(&answer, "code");
    if (!e && !code) {
        show_error(x, &app, &answer);
        return OK;
    }
    if (!e)
        e = redeem(x, client_id, cookie, code, &got);
    if (e)
        return account_refuse(x, e);
    show(x, &app, &got);
    return OK;
}
