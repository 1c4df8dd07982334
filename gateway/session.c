/* session.c - signing in, signing out, and who is signed in. */
#include "gateway_inside.h"
#include "interaction.h"
#include "pages.h"
#include "present.h"
#include "text.h"
#include <string.h>

enum { SIGN_INS_SHARE = 4, USER_AGENT_MAX = 256 };

/* -- who is signed in ----------------------------------------------------------------------------
 */

/* ERR_SIGNED_OUT: nobody. */
static enum err whoami(struct exchange *x, struct profile *out)
{
    const char *session = exchange_cookie(x, COOKIE_SESSION);
    struct session_reply who;

    if (!session)
        return ERR_SIGNED_OUT;
    enum err e = authsvc_session_get(&x->call, &(struct session_ref){session}, &who);
    if (e == ERR_SIGNED_OUT)
        exchange_set_cookie(x, COOKIE_SESSION, "", 0);
    if (e)
        return e;
    x->call.ticket = who.ticket;
    return usersvc_profile_get(&x->call, &NOTHING, out);
}

enum err route_home(struct exchange *x)
{
    struct profile person;

    enum err e = whoami(x, &person);
    if (e && e != ERR_SIGNED_OUT)
        return e;
    pages_home(x, e ? NULL : &person);
    return OK;
}

/* -- signing in ----------------------------------------------------------------------------------
 */

enum err route_sign_in(struct exchange *x)
{
    struct profile person;

    enum err e = whoami(x, &person);
    if (e == OK) {
        interaction_return(x, NULL);
        return OK;
    }
    if (e != ERR_SIGNED_OUT)
        return e;
    interaction_browser(x);
    pages_sign_in(x, 200, &(struct sign_in_page){0});
    return OK;
}

/* A field as the contract has it; NULL: it is empty, or too long to go back to the browser. */
static const char *fitting(struct exchange *x, const char *name)
{
    const struct msg_field *field = msg_field_by_name(&sign_in_request_desc, name, strlen(name));
    const char *value = form_get(&x->form, name);

    if (!value || !*value || msg_text_fault(field, value, strlen(value), x->call.mem))
        return NULL;
    return value;
}

/* The page again, with what went wrong; the transaction tells for whom it is. */
static enum err sign_in_again(struct exchange *x, enum err e)
{
    struct sign_in_page page = {
        .handle = fitting(x, "handle"),
        .username = fitting(x, "username"),
        .error = e,
        .wait = x->call.wait,
    };
    struct interaction_step step;

    if (page.handle) {
        enum err lost = interaction_look(x, page.handle, &step);
        if (lost)
            return lost;
        page.client_name = step.client_name;
        page.redirect_uri = step.redirect_uri;
    }
    pages_sign_in(x, err_status(e), &page);
    return OK;
}

/* No more than a quarter of the threads may wait for passwords to be checked: the others serve
 * tokens meanwhile. */
static enum err sign_in(struct exchange *x, const struct sign_in_request *q,
                        struct sign_in_reply *a)
{
    struct gateway *gw = x->gateway;
    enum err e = ERR_BUSY;

    if (atomic_fetch_add(&gw->signing_in, 1) < gw->config.gateway_threads / SIGN_INS_SHARE)
        e = authsvc_sign_in(&x->call, q, a);
    atomic_fetch_sub(&gw->signing_in, 1);
    return e;
}

static const char *user_agent(struct exchange *x)
{
    const char *agent = request_header(&x->request, "User-Agent");

    if (!agent || !*agent || strlen(agent) > USER_AGENT_MAX || !text_valid(agent, strlen(agent)))
        return NULL;
    return agent;
}

static bool filled_in(const struct exchange *x, const char *name)
{
    const char *value = form_get(&x->form, name);

    return value && *value;
}

enum err route_sign_in_try(struct exchange *x)
{
    struct sign_in_request q;
    struct sign_in_reply a;

    if (!filled_in(x, "username") || !filled_in(x, "password"))
        return sign_in_again(x, ERR_BAD_FIELD);
    enum err e = exchange_take(x, &sign_in_request_desc, &x->form, &q);
    if (e)
        return e;
    q.browser = interaction_browser(x);
    q.session = exchange_cookie(x, COOKIE_SESSION);
    q.user_agent = user_agent(x);
    e = sign_in(x, &q, &a);
    if (e == ERR_WRONG_PASSWORD || e == ERR_THROTTLED || e == ERR_BUSY) {
        present_note(x, e);
        return sign_in_again(x, e);
    }
    if (e)
        return e;
    exchange_set_cookie(x, COOKIE_SESSION, a.session, a.lifetime);
    interaction_return(x, q.handle);
    return OK;
}

/* -- signing out ---------------------------------------------------------------------------------
 */

enum err route_sign_out(struct exchange *x)
{
    const char *session = exchange_cookie(x, COOKIE_SESSION);

    if (session) {
        enum err e = authsvc_sign_out(&x->call, &(struct session_ref){session}, &NOTHING);
        if (e)
            return e;
    }
    exchange_set_cookie(x, COOKIE_SESSION, "", 0);
    interaction_return(x, fitting(x, "handle"));
    return OK;
}
