/*
 * opencollective_authorize.c - asking for a code as a call, which a page or a program makes.
 *
 * The answer is the address to go to.  The person is shown nothing, so there
 * are codes only within consent that was given before (GRANTS.md, consent).
 * The order of the checks is that of the original: the client and its address,
 * who asks, and then the rest.
 */
#include "answer.h"
#include "gateway_inside.h"
#include "json.h"
#include "opencollective.h"
#include "origin.h"
#include "random.h"
#include <string.h>

enum { NO_BROWSER_BYTES = 32 };

/* Parameters stand in the body or in the address; the body goes first. */
static enum err parameters(struct exchange *x, struct form *out)
{
    struct form query;

    enum err e = exchange_query(x, &query);
    if (e)
        return e;
    struct param *v = arena_array(x->call.mem, x->form.n + query.n + 1, sizeof *v);
    size_t n = 0;
    for (size_t i = 0; i < x->form.n; i++)
        v[n++] = x->form.v[i];
    for (size_t i = 0; i < query.n; i++) {
        if (!form_get(&x->form, query.v[i].name))
            v[n++] = query.v[i];
    }
    *out = (struct form){v, n};
    return OK;
}

/* Who asks: whoever the token in the header stands for, else who is signed in at this browser, if
 * it is a page of ours that calls. */
static enum err identify(struct exchange *x, struct authorize_request *q)
{
    struct session_reply who;
    const char *token = opencollective_bearer(x);
    bool ours = origin_allowed(x->gateway->issuer.url, request_header(&x->request, "Origin"),
                               request_header(&x->request, "Sec-Fetch-Site"));

    if (token) {
        const struct api_session_ref ref = {.token = token, .dialect = OPENCOLLECTIVE};
        q->api_session = token;
        return opencollective_fits(x, token)
                   ? authsvc_api_session_get(&x->call, &ref, &who)
                   : refuse(&x->call, ERR_SIGNED_OUT, "that could not be a token");
    }
    q->session = ours ? exchange_cookie(x, COOKIE_SESSION) : NULL;
    if (!q->session)
        return refuse(&x->call, ERR_SIGNED_OUT, "neither a session of a program nor a cookie");
    return authsvc_session_get(&x->call, &(struct session_ref){q->session}, &who);
}

/* Which of the ways in which a session is not there makes no difference. */
static enum err signed_in(struct exchange *x, struct authorize_request *q)
{
    enum err e = identify(x, q);

    return e && !err_is_fault(e) ? ERR_SIGNED_OUT : e;
}

/* What is looked at once it is known who asks, before anything is refused for its type. */
static enum err check_rest(struct exchange *x, const struct form *form,
                           const struct authorize_request *q)
{
    const char *scope = form_get(form, "scope"), *method = q->code_challenge_method;

    if (scope && (!*scope || !q->scope))
        return refuse_openly(&x->call, ERR_INVALID_SCOPE, "Invalid parameter: `scope`");
    if (!form_value(form, "response_type") ||
        strcmp(form_get(form, "response_type"), "code") != 0 || !method || !*method ||
        strcmp(method, "S256") == 0)
        return OK; /* or authsvc says what is wrong */
    if (strcmp(method, "plain") == 0)
        return refuse_openly(
            &x->call, ERR_INVALID_REQUEST,
            "Invalid request: `code_challenge_method` \"plain\" is not allowed; use \"S256\"");
    return refuse_openly(&x->call, ERR_INVALID_REQUEST,
                         "Invalid request: transform algorithm '%.32s' not supported", method);
}

static enum err check_first(struct exchange *x, const struct form *form)
{
    const char *uri = form_value(form, "redirect_uri");

    if (!form_value(form, "client_id"))
        return ERR_CLIENT_ID_MISSING;
    if (!opencollective_is_printable(form_get(form, "client_id")))
        return opencollective_invalid(x, "client_id");
    if (uri && !opencollective_is_uri(uri))
        return refuse_openly(&x->call, ERR_INVALID_REQUEST,
                             "Invalid request: `redirect_uri` is not a valid URI");
    return OK;
}

static void answer(struct exchange *x, const struct interaction_step *step)
{
    struct buf body;
    struct json json;

    buf_init(&body, x->call.mem, 512);
    json_init(&json, &body);
    json_open(&json, NULL, '{');
    json_str(&json, "redirect_uri", answer_address(x, step));
    json_close(&json, '}');
    reply_text(&x->reply, 200, "application/json", buf_bytes(&body));
}

static enum err deny(struct exchange *x, const struct interaction_step *step)
{
    struct authorization_response no = *step->answer;
    const struct interaction_step said = {.answer = &no, .dialect = step->dialect};

    no.code = NULL;
    no.error = "access_denied";
    answer(x, &said);
    return OK;
}

/* Asked without a session: is there such a client, and is the address its own?  What else there is
 * to say is for later. */
static enum err probe(struct exchange *x, struct authorize_request *q,
                      struct interaction_step *step)
{
    q->browser = random_token(x->call.mem, NO_BROWSER_BYTES); /* nothing is kept for any */
    q->prompt = "none";
    enum err e = authsvc_authorize(&x->call, q, step);
    return e || step->answer ? e : refuse(&x->call, ERR_BAD_REPLY, "no answer without a person");
}

static enum err decide(struct exchange *x, struct authorize_request *q,
                       struct interaction_step *step)
{
    enum err e = opencollective_refusal(x, step->answer);

    if (e != ERR_LOGIN_REQUIRED)
        return e ? e : refuse(&x->call, ERR_INTERNAL, "a code without a person");
    if ((e = probe(x, q, step)) || (e = opencollective_refusal(x, step->answer)))
        return e == ERR_LOGIN_REQUIRED ? ERR_SIGNED_OUT : e;
    answer(x, step);
    return OK;
}

enum err route_opencollective_authorize(struct exchange *x)
{
    struct authorize_request q;
    struct interaction_step step;
    struct form form;
    enum err e = OK;

    if ((e = parameters(x, &form)) || (e = check_first(x, &form)) ||
        (e = opencollective_take(x, &form, &q)) || (e = probe(x, &q, &step)) ||
        (e = signed_in(x, &q)))
        return e;
    const char *allowed = form_get(&form, "allowed");
    if (!opencollective_is_printable(form_get(&form, "state")))
        return opencollective_invalid(x, "state");
    if (allowed && strcmp(allowed, "false") == 0)
        return deny(x, &step);
    e = check_rest(x, &form, &q);
    return e ? e : decide(x, &q, &step);
}
