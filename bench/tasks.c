#include "b64url.h"
#include "digest.h"
#include "random.h"
#include "request.h"
#include "task.h"
#include <string.h>

#define CALLBACK "https://app.example/callback"
#define CALLBACK_ENCODED "https%3A%2F%2Fapp.example%2Fcallback"

enum { VERIFIER_BYTES = 32 };

/* What stands for one step in a script: ask and take of that name. */
#define STEP(name)                                                                                 \
    {                                                                                              \
#name, name##_ask, name##_take                                                             \
    }
#define END                                                                                        \
    {                                                                                              \
        0                                                                                          \
    }

static const char *expect_status(const struct answer *a, int status)
{
    return a->status == status ? NULL : "another status was expected";
}

static const char *expect_text(const struct answer *a, const char *text)
{
    if (a->status != 200)
        return expect_status(a, 200);
    return memmem(a->body, a->body_len, text, strlen(text)) ? NULL : "something is missing";
}

/* -- what is public ------------------------------------------------------------------------------
 */

static void discovery_ask(struct visitor *v, struct buf *out)
{
    request_begin(v, out, "GET /.well-known/openid-configuration");
    request_end(out);
}

static const char *discovery_take(struct visitor *v, const struct answer *a)
{
    (void)v;
    return expect_text(a, "\"token_endpoint\":");
}

static void jwks_ask(struct visitor *v, struct buf *out)
{
    request_begin(v, out, "GET /oauth2/jwks");
    request_end(out);
}

static const char *jwks_take(struct visitor *v, const struct answer *a)
{
    (void)v;
    return expect_text(a, "\"kid\":");
}

static void health_ask(struct visitor *v, struct buf *out)
{
    request_begin(v, out, "GET /health");
    request_end(out);
}

static const char *health_take(struct visitor *v, const struct answer *a)
{
    (void)v;
    return expect_status(a, 200);
}

static void sign_in_page_ask(struct visitor *v, struct buf *out)
{
    request_begin(v, out, "GET /sign-in");
    request_end(out);
}

static const char *sign_in_page_take(struct visitor *v, const struct answer *a)
{
    (void)v;
    return expect_text(a, "id=\"login\"");
}

/* -- the browser of a person ---------------------------------------------------------------------
 */

/* A browser that nobody has used before. */
static void sign_in_ask(struct visitor *v, struct buf *out)
{
    visitor_keep(v, COOKIES, NULL);
    request_begin(v, out, "POST /sign-in");
    request_end_form(
        out, arena_printf(&v->mem, "username=%s&password=%s", v->person, v->site->password));
}

static const char *sign_in_take(struct visitor *v, const struct answer *a)
{
    struct buf cookies;
    const char *set = NULL;

    buf_init(&cookies, &v->mem, 256);
    for (size_t i = 0; (set = answer_header(a, &v->mem, "Set-Cookie", i)); i++) {
        buf_str(&cookies, i ? "; " : "");
        buf_add(&cookies, set, strcspn(set, ";"));
    }
    visitor_keep(v, COOKIES, buf_text(&cookies));
    return expect_status(a, 303);
}

/* One of very many: turned away is an answer, if it says when to come again. */
static void storm_ask(struct visitor *v, struct buf *out)
{
    sign_in_ask(v, out);
}

static const char *storm_take(struct visitor *v, const struct answer *a)
{
    if (a->status == 503 || a->status == 429)
        return answer_header(a, &v->mem, "Retry-After", 0) ? NULL : "Retry-After is missing";
    return sign_in_take(v, a);
}

/* An authorization request with PKCE (RFC 7636); the person is signed in. */
static void ask_authorization(struct visitor *v, struct buf *out, const char *more)
{
    uint8_t digest[DIGEST_LEN];

    visitor_keep(v, VERIFIER, random_token(&v->mem, VERIFIER_BYTES));
    digest_sha256(bytes_of(v->kept[VERIFIER]), digest);
    const char *challenge = b64url_encode(&v->mem, (struct bytes){digest, sizeof digest});
    request_begin(v, out,
                  arena_printf(&v->mem,
                               "GET /oauth2/authorize?response_type=code&client_id=%s"
                               "&redirect_uri=%s&scope=openid%%20profile%%20email"
                               "&state=af0ifjsldkj&nonce=n-0S6_WzA2Mj&code_challenge=%s"
                               "&code_challenge_method=S256%s",
                               v->site->client_id, CALLBACK_ENCODED, challenge, more));
    request_add_cookies(v, out);
    request_end(out);
}

static const char *take_code(struct visitor *v, const struct answer *a)
{
    const char *location = answer_header(a, &v->mem, "Location", 0);

    if (a->status != 303 || !location || strncmp(location, CALLBACK "?", sizeof CALLBACK) != 0)
        return "a way back to the app was expected";
    return visitor_keep(v, CODE, answer_parameter(a, &v->mem, "code")) ? NULL : "there is no code";
}

static void authorize_ask(struct visitor *v, struct buf *out)
{
    ask_authorization(v, out, "");
}

static const char *authorize_take(struct visitor *v, const struct answer *a)
{
    return take_code(v, a);
}

static void authorize_anew_ask(struct visitor *v, struct buf *out)
{
    ask_authorization(v, out, "&prompt=consent");
}

static const char *authorize_anew_take(struct visitor *v, const struct answer *a)
{
    return visitor_keep(v, HANDLE, answer_parameter(a, &v->mem, "handle"))
               ? NULL
               : "a way to the consent page was expected";
}

static void consent_page_ask(struct visitor *v, struct buf *out)
{
    request_begin(v, out, arena_printf(&v->mem, "GET /interaction?handle=%s", v->kept[HANDLE]));
    request_add_cookies(v, out);
    request_end(out);
}

static const char *consent_page_take(struct visitor *v, const struct answer *a)
{
    return visitor_keep(v, TICKET, answer_input(a, &v->mem, "ticket")) ? NULL
                                                                       : "there is no ticket";
}

static void consent_ask(struct visitor *v, struct buf *out)
{
    request_begin(v, out, "POST /consent");
    request_add_cookies(v, out);
    request_end_form(out, arena_printf(&v->mem, "handle=%s&ticket=%s&decision=allow",
                                       v->kept[HANDLE], v->kept[TICKET]));
}

static const char *consent_take(struct visitor *v, const struct answer *a)
{
    return take_code(v, a);
}

/* -- the app -------------------------------------------------------------------------------------
 */

static void ask_token(struct visitor *v, struct buf *out, const char *form)
{
    request_begin(v, out, "POST /oauth2/token");
    request_add_client(v, out);
    request_end_form(out, form);
}

static const char *take_tokens(struct visitor *v, const struct answer *a)
{
    const char *refresh_token = answer_member(a, &v->mem, "refresh_token");

    if (!visitor_keep(v, ACCESS_TOKEN, answer_member(a, &v->mem, "access_token")))
        return "there is no access token";
    if (refresh_token && v->kept[REFRESH_TOKEN] && !strcmp(refresh_token, v->kept[REFRESH_TOKEN]))
        return "the refresh token was not rotated";
    return visitor_keep(v, REFRESH_TOKEN, refresh_token) ? NULL : "there is no refresh token";
}

static void redeem_ask(struct visitor *v, struct buf *out)
{
    ask_token(v, out,
              arena_printf(&v->mem,
                           "grant_type=authorization_code&redirect_uri=%s&code=%s"
                           "&code_verifier=%s",
                           CALLBACK_ENCODED, v->kept[CODE], v->kept[VERIFIER]));
}

static const char *redeem_take(struct visitor *v, const struct answer *a)
{
    return take_tokens(v, a);
}

static void refresh_ask(struct visitor *v, struct buf *out)
{
    ask_token(
        v, out,
        arena_printf(&v->mem, "grant_type=refresh_token&refresh_token=%s", v->kept[REFRESH_TOKEN]));
}

static const char *refresh_take(struct visitor *v, const struct answer *a)
{
    return take_tokens(v, a);
}

static void client_credentials_ask(struct visitor *v, struct buf *out)
{
    ask_token(v, out, "grant_type=client_credentials");
}

static const char *client_credentials_take(struct visitor *v, const struct answer *a)
{
    (void)v;
    return expect_text(a, "\"access_token\":\"ey");
}

static void introspect_ask(struct visitor *v, struct buf *out)
{
    request_begin(v, out, "POST /oauth2/introspect");
    request_add_client(v, out);
    request_end_form(out, arena_printf(&v->mem, "token=%s", v->kept[ACCESS_TOKEN]));
}

static const char *introspect_take(struct visitor *v, const struct answer *a)
{
    (void)v;
    return expect_text(a, "\"active\":true");
}

static void userinfo_ask(struct visitor *v, struct buf *out)
{
    request_begin(v, out, "GET /oauth2/userinfo");
    request_add_bearer(v, out);
    request_end(out);
}

static const char *userinfo_take(struct visitor *v, const struct answer *a)
{
    return expect_text(a, arena_printf(&v->mem, "\"preferred_username\":\"%s\"", v->person));
}

/* -- tokens that nobody has issued ---------------------------------------------------------------
 */

static const char *unknown_token(struct visitor *v)
{
    return random_token(&v->mem, VERIFIER_BYTES);
}

static void strange_introspect_ask(struct visitor *v, struct buf *out)
{
    request_begin(v, out, "POST /oauth2/introspect");
    request_add_client(v, out);
    request_end_form(out, arena_printf(&v->mem, "token=%s", unknown_token(v)));
}

static const char *strange_introspect_take(struct visitor *v, const struct answer *a)
{
    (void)v;
    return expect_text(a, "\"active\":false");
}

static void strange_userinfo_ask(struct visitor *v, struct buf *out)
{
    visitor_keep(v, ACCESS_TOKEN, unknown_token(v));
    request_begin(v, out, "GET /oauth2/userinfo");
    request_add_bearer(v, out);
    request_end(out);
}

static const char *strange_userinfo_take(struct visitor *v, const struct answer *a)
{
    (void)v;
    return expect_status(a, 401);
}

static void strange_refresh_ask(struct visitor *v, struct buf *out)
{
    ask_token(v, out,
              arena_printf(&v->mem, "grant_type=refresh_token&refresh_token=%s", unknown_token(v)));
}

static const char *strange_refresh_take(struct visitor *v, const struct answer *a)
{
    (void)v;
    return expect_status(a, 400);
}

/* -- the scripts and the loads made of them ------------------------------------------------------
 */

const struct step task_health[] = {STEP(health), END};

const struct step task_enrol[] = {STEP(sign_in), STEP(authorize_anew), STEP(consent_page),
                                  STEP(consent), END};

static const struct step get_tokens[] = {STEP(authorize), STEP(redeem), END};

static const struct step get_discovery[] = {STEP(discovery), END};
static const struct step get_sign_in_page[] = {STEP(sign_in_page), END};
static const struct step get_jwks[] = {STEP(jwks), END};
static const struct step get_client_credentials[] = {STEP(client_credentials), END};
static const struct step ask_introspect[] = {STEP(introspect), END};
static const struct step ask_userinfo[] = {STEP(userinfo), END};
static const struct step ask_refresh[] = {STEP(refresh), END};
static const struct step ask_sign_in[] = {STEP(sign_in), END};
static const struct step ask_storm[] = {STEP(storm), END};
static const struct step ask_strange[] = {STEP(strange_introspect), STEP(strange_userinfo),
                                          STEP(strange_refresh), END};

const struct task tasks[] = {
    {"client_credentials", "client credentials, ES256 JWT", NULL, get_client_credentials, 0, 0},
    {"introspect", "introspection", get_tokens, ask_introspect, 0, TASK_PEOPLE},
    {"userinfo", "userinfo", get_tokens, ask_userinfo, 0, TASK_PEOPLE},
    {"refresh", "refresh with rotation", get_tokens, ask_refresh, 0, TASK_PEOPLE},
    {"code", "whole code flow, signed in and consented", get_tokens, get_tokens, 0, TASK_PEOPLE},
    {"discovery", "discovery", NULL, get_discovery, 0, 0},
    {"jwks", "JWKS", NULL, get_jwks, 0, 0},
    {"sign_in_page", "the sign-in page", NULL, get_sign_in_page, 0, 0},
    {"sign_in", "password sign-in", NULL, ask_sign_in, SIGN_INS_MAX, 0},
    {"storm", "a storm of sign-ins", NULL, ask_storm, 0, TASK_DISTURBS},
    {"strange", "a flood of unknown tokens", NULL, ask_strange, 0, TASK_DISTURBS},
    {0},
};

const struct task *task_by_name(const char *name)
{
    for (const struct task *task = tasks; task->name; task++) {
        if (strcmp(task->name, name) == 0)
            return task;
    }
    return NULL;
}
