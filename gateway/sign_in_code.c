#include "sign_in_code.h"
#include "embed.h"
#include "interaction.h"
#include "origin.h"
#include "page.h"
#include "present.h"
#include "session.h"
#include "whoami.h"

EMBED(code_html, EMBED_DIR "/pages/code.html");

/* -- where to ------------------------------------------------------------------------------------
 */

struct aim {
    const char *handle, *to; /* NULL: none */
};

static struct aim aim_of(struct exchange *x, const struct form *form)
{
    return (struct aim){.handle = page_fitting(x, form, &sign_in_request_desc, "handle"),
                        .to = session_destination(form_get(form, "to"))};
}

static const char *address(struct exchange *x, const char *path, const struct aim *aim)
{
    const char *locales = page_ui_locales(x);
    struct buf query;

    buf_init(&query, x->call.mem, 128);
    if (aim->handle)
        form_add(&query, "handle", aim->handle);
    if (aim->to)
        form_add(&query, "to", aim->to);
    if (locales)
        form_add(&query, "ui_locales", locales);
    return query.n ? arena_printf(x->call.mem, "%s?%s", path, buf_text(&query)) : path;
}

/* The page of the first step. */
static const char *first_step(struct exchange *x, const struct aim *aim)
{
    return address(x, aim->handle ? "/interaction" : "/sign-in", aim);
}

void sign_in_code_want(struct exchange *x, const struct sign_in_reply *half, const char *handle,
                       const char *to)
{
    const struct aim aim = {handle, to};

    exchange_set_cookie(x, COOKIE_HALF, half->half, half->lifetime);
    reply_see_other(&x->reply, address(x, "/sign-in/code", &aim));
}

/* -- the page ------------------------------------------------------------------------------------
 */

/* Of a transaction that is over it is the transaction's page that says so. */
static enum err show(struct exchange *x, enum err e, const struct aim *aim, const char *message)
{
    struct interaction_step step = {0};

    if (aim->handle) {
        enum err lost = interaction_look(x, aim->handle, &step);
        if (lost)
            return lost;
    }
    const struct slot slots[] = {
        {"handle", aim->handle, NULL, 0},        {"to", aim->to, NULL, 0},
        {"app", step.client_name, NULL, 0},      {"message", message, NULL, 0},
        {"cancel", first_step(x, aim), NULL, 0},
    };
    if (step.redirect_uri)
        x->reply.form_action = origin_chain(x->call.mem, step.redirect_uri);
    page_show(x, e ? err_status(e) : 200,
              &(struct page){.title = TEXT_sign_in,
                             .html = code_html,
                             .slots = {slots, ARRAY_LEN(slots)},
                             .back = address(x, "/sign-in/code", aim)});
    return OK;
}

enum err route_sign_in_code(struct exchange *x)
{
    const struct form query = exchange_peek(x);
    const struct aim aim = aim_of(x, &query);

    if (exchange_cookie(x, COOKIE_HALF))
        return show(x, OK, &aim, NULL);
    reply_see_other(&x->reply, first_step(x, &aim));
    return OK;
}

/* The password is wanted again. */
static enum err begin_again(struct exchange *x, enum err e)
{
    exchange_set_cookie(x, COOKIE_HALF, "", 0);
    present_note(x, e);
    return session_ask(x, e, page_text(x, TEXT_code_late));
}

enum err route_sign_in_code_try(struct exchange *x)
{
    const struct aim aim = aim_of(x, &x->form);
    const struct sign_in_second_request q = {
        .half = exchange_cookie(x, COOKIE_HALF),
        .code = page_fitting(x, &x->form, &sign_in_second_request_desc, "code"),
        .browser = exchange_cookie(x, COOKIE_BROWSER),
        .session = exchange_cookie(x, COOKIE_SESSION),
        .user_agent = whoami_browser(x),
    };
    struct sign_in_reply a = {0};
    enum err e = ERR_WRONG_CODE; /* what does not fit is no code */

    if (!q.half || !q.browser)
        return begin_again(x, refuse(&x->call, ERR_EXPIRED, "nothing waits for a code here"));
    if (q.code)
        e = authsvc_sign_in_second(&x->call, &q, &a);
    if (e == ERR_EXPIRED)
        return begin_again(x, e);
    const char *message = page_complaint(x, e, TEXT_wrong_password);
    if (message) {
        present_note(x, e);
        return show(x, e, &aim, message);
    }
    if (e)
        return e;
    exchange_set_cookie(x, COOKIE_HALF, "", 0);
    exchange_set_cookie(x, COOKIE_SESSION, a.session, a.lifetime);
    session_go_on(x, aim.handle);
    return OK;
}
