#include "interaction.h"
#include "answer.h"
#include "page.h"
#include "pages.h"
#include "random.h"

enum { COOKIE_BYTES = 32, BROWSER_LIFETIME = 365 * 86400 };

const char *interaction_browser(struct exchange *x)
{
    const char *browser = exchange_cookie(x, COOKIE_BROWSER);

    if (!browser) {
        browser = random_token(x->call.mem, COOKIE_BYTES);
        exchange_set_cookie(x, COOKIE_BROWSER, browser, BROWSER_LIFETIME);
    }
    return browser;
}

const char *interaction_address(struct arena *mem, const char *handle)
{
    struct buf to;

    buf_init(&to, mem, 128);
    buf_str(&to, "/interaction?handle=");
    form_encode(&to, handle);
    return buf_text(&to);
}

/* What the app asked for goes along in the address, until the person chooses something else. */
void interaction_return(struct exchange *x, const char *handle)
{
    const char *locales = page_ui_locales(x);
    struct buf to;

    buf_init(&to, x->call.mem, 128);
    buf_str(&to, handle ? interaction_address(x->call.mem, handle) : "/");
    if (handle && locales) {
        buf_str(&to, "&ui_locales=");
        form_encode(&to, locales);
    }
    reply_see_other(&x->reply, buf_text(&to));
}

void interaction_go_on(struct exchange *x, const struct interaction_step *step)
{
    if (step->answer)
        answer_give(x, step);
    else
        interaction_return(x, step->handle);
}

enum err interaction_look(struct exchange *x, const char *handle, struct interaction_step *step)
{
    struct interaction_request q = {
        .handle = handle,
        .browser = exchange_cookie(x, COOKIE_BROWSER),
        .session = exchange_cookie(x, COOKIE_SESSION),
    };

    if (!q.browser)
        return refuse(&x->call, ERR_OTHER_BROWSER, "no cookie of the browser");
    return authsvc_interaction(&x->call, &q, step);
}

/* Who is asked has a name; it comes from usersvc, on the strength of the ticket. */
static enum err ask_consent(struct exchange *x, const struct interaction_step *step)
{
    struct profile person;

    x->call.ticket = step->ticket;
    enum err e = usersvc_profile_get(&x->call, &NOTHING, &person);
    if (e)
        return e;
    pages_consent(x, step, &person);
    return OK;
}

enum err interaction_show(struct exchange *x, const char *handle,
                          const struct interaction_step *step)
{
    if (step->answer) {
        interaction_go_on(x, step);
        return OK;
    }
    if (step->consent)
        return ask_consent(x, step);
    pages_sign_in(x, 200,
                  &(struct sign_in_page){.handle = handle,
                                         .client_name = step->client_name,
                                         .redirect_uri = step->redirect_uri,
                                         .username = step->login_hint});
    return OK;
}

enum err route_interaction(struct exchange *x)
{
    struct interaction_request q;
    struct interaction_step step = {0};
    struct form form;

    enum err e = exchange_query(x, &form);
    if (!e)
        e = exchange_take(x, &interaction_request_desc, &form, &q);
    if (!e)
        e = interaction_look(x, q.handle, &step);
    if (e)
        return e;
    return interaction_show(x, q.handle, &step);
}

enum err route_consent(struct exchange *x)
{
    struct consent_decision q;
    struct interaction_step step;

    enum err e = exchange_take(x, &consent_decision_desc, &x->form, &q);
    if (e)
        return e;
    q.browser = exchange_cookie(x, COOKIE_BROWSER);
    q.session = exchange_cookie(x, COOKIE_SESSION);
    if (!q.browser || !q.session) {
        interaction_return(x, q.handle); /* it will say what is missing */
        return OK;
    }
    e = authsvc_consent_decide(&x->call, &q, &step);
    if (e == ERR_SIGNED_OUT) {
        interaction_return(x, q.handle);
        return OK;
    }
    if (e)
        return e;
    interaction_go_on(x, &step);
    return OK;
}
