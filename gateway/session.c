/* session.c - the front page, signing in and signing out. */
#include "session.h"
#include "hashing.h"
#include "interaction.h"
#include "page.h"
#include "pages.h"
#include "present.h"
#include "sign_in_code.h"
#include "whoami.h"
#include <string.h>

enum err route_home(struct exchange *x)
{
    enum err e = whoami_ticket(x);

    if (e && e != ERR_SIGNED_OUT)
        return e;
    if (e)
        pages_home(x);
    else
        reply_see_other(&x->reply, "/account");
    return OK;
}

/* -- signing in ----------------------------------------------------------------------------------
 */

const char *session_destination(const char *to)
{
    const char *address = page_own_address(to);

    return strcmp(address, "/") == 0 ? NULL : address;
}

enum err route_sign_in(struct exchange *x)
{
    const struct form query = exchange_peek(x);
    const char *to = session_destination(form_get(&query, "to"));
    const bool again = form_get(&query, "again");
    struct profile person = {0};

    enum err e = again ? whoami(x, &person) : whoami_ticket(x);
    if (e == OK && !again) {
        reply_see_other(&x->reply, to ? to : "/account");
        return OK;
    }
    if (e && e != ERR_SIGNED_OUT)
        return e;
    interaction_browser(x);
    pages_sign_in(x, 200,
                  &(struct sign_in_page){.to = to, .again = e == OK, .username = person.username});
    return OK;
}

static const char *fitting(struct exchange *x, const char *name)
{
    return page_fitting(x, &x->form, &sign_in_request_desc, name);
}

/* The page again, with what went wrong; the transaction tells for whom it is. */
enum err session_ask(struct exchange *x, enum err e, const char *message)
{
    struct sign_in_page page = {
        .handle = fitting(x, "handle"),
        .to = session_destination(form_get(&x->form, "to")),
        .username = fitting(x, "username"),
        .message = message,
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

static bool filled_in(struct exchange *x, const char *name)
{
    const char *value = page_field(x, &x->form, &sign_in_request_desc, name);

    return value && *value;
}

static struct sign_in_request taken(struct exchange *x)
{
    return (struct sign_in_request){
        .username = fitting(x, "username"),
        .password = fitting(x, "password"),
        .handle = fitting(x, "handle"),
        .browser = interaction_browser(x),
        .session = exchange_cookie(x, COOKIE_SESSION),
        .user_agent = whoami_browser(x),
    };
}

void session_go_on(struct exchange *x, const char *handle)
{
    const char *to = session_destination(form_get(&x->form, "to"));

    if (to && !handle)
        reply_see_other(&x->reply, to);
    else
        interaction_return(x, handle);
}

enum err route_sign_in_try(struct exchange *x)
{
    struct sign_in_reply a = {0};

    if (!filled_in(x, "username") || !filled_in(x, "password"))
        return session_ask(x, ERR_BAD_FIELD, page_text(x, TEXT_sign_in_incomplete));
    const struct sign_in_request q = taken(x);
    enum err e = ERR_WRONG_PASSWORD; /* nobody has a name or password that does not fit */
    if (q.username && q.password)
        e = hashing_call(x, &authsvc_sign_in_method, &q, &a);
    const char *message = page_complaint(x, e, TEXT_wrong_password);
    if (message) {
        present_note(x, e);
        return session_ask(x, e, message);
    }
    if (e)
        return e;
    if (a.half) {
        sign_in_code_want(x, &a, q.handle, session_destination(form_get(&x->form, "to")));
        return OK;
    }
    exchange_set_cookie(x, COOKIE_SESSION, a.session, a.lifetime);
    session_go_on(x, q.handle);
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
