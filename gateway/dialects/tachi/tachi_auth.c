/* tachi_auth.c - signing in by user name and password over Tachi's API, and out again. */
#include "gateway_inside.h"
#include "hashing.h"
#include "tachi.h"
#include "whoami.h"

/* The captcha of the original is for its own page; what holds guessing back here is the limiter,
 * which is that of our page.  Whether there is such a user is not told. */
static const struct tachi_member members[] = {{"username", WANT_TEXT, false},
                                              {"!password", WANT_TEXT, false},
                                              {"captcha", WANT_TEXT_OR_NULL, true}};

static enum err sign_in(struct exchange *x, struct api_sign_in_reply *out)
{
    const struct api_sign_in_request q = {
        .username = tachi_member(x, "username"),
        .password = tachi_member(x, "!password"),
        .dialect = TACHI,
        .issuer = x->gateway->issuer.url,
        .user_agent = whoami_browser(x),
    };
    enum err e = tachi_check(x, &api_sign_in_request_desc, &q);

    return e ? e : hashing_call(x, &authsvc_api_sign_in_method, &q, out);
}

enum err route_tachi_login(struct exchange *x)
{
    const char *fault = tachi_fault(x, members, ARRAY_LEN(members));
    struct api_sign_in_reply a = {0};
    struct profile person = {0};
    struct tachi_body body;

    if (fault)
        return tachi_no(x, ERR_BAD_FIELD, 400, fault);
    enum err e = sign_in(x, &a);
    if (e)
        return e;
    x->call.ticket = a.ticket;
    e = usersvc_profile_get(&x->call, &NOTHING, &person);
    if (e)
        return e;
    exchange_set_cookie(x, COOKIE_TACHI, a.token, a.lifetime);
    tachi_number(tachi_begin(x, &body, '{'), "userID", person.number);
    return tachi_ok(x, &body,
                    arena_printf(x->call.mem, "Successfully logged in as %s (#%lld)",
                                 person.username, (long long)person.number));
}

static enum err end_own(struct exchange *x, const char *token)
{
    const struct api_session_ref q = {.token = token, .dialect = TACHI};
    enum err e = authsvc_api_sign_out(&x->call, &q, &NOTHING);

    exchange_set_cookie(x, COOKIE_TACHI, "", 0);
    return e;
}

static enum err end_browser(struct exchange *x, const char *session)
{
    enum err e = authsvc_sign_out(&x->call, &(struct session_ref){session}, &NOTHING);

    exchange_set_cookie(x, COOKIE_SESSION, "", 0);
    return e;
}

/* Both, if there are both: whoever signs out is out. */
enum err route_tachi_logout(struct exchange *x)
{
    const char *token = exchange_cookie(x, COOKIE_TACHI);
    const char *session = exchange_cookie(x, COOKIE_SESSION);
    struct tachi_caller who;
    enum err e = tachi_person(x, &who);

    if (e == ERR_SIGNED_OUT)
        return tachi_no(x, e, 409, "You are not logged in.");
    if (!e && token)
        e = end_own(x, token);
    if (e == ERR_SIGNED_OUT)
        e = OK;
    if (!e && session)
        e = end_browser(x, session);
    return e ? e : tachi_done(x, "Logged Out.");
}
