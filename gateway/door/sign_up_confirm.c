/* sign_up_confirm.c - the account itself, for whoever has read the mail: a user name, a password.
 */
#include "door.h"
#include "embed.h"
#include "hashing.h"
#include "interaction.h"
#include "new_password.h"
#include "present.h"
#include "whoami.h"

EMBED(sign_up_confirm_html, EMBED_DIR "/pages/sign_up_confirm.html");

static void show(struct exchange *x, enum err e, const char *email, const char *message,
                 const struct sign_up_completion *q)
{
    const struct slot slots[] = {
        {"token", q->token, NULL, 0},       {"email", email, NULL, 0},
        {"username", q->username, NULL, 0}, {"name", q->name, NULL, 0},
        {"message", message, NULL, 0},
    };

    page_show(x, e ? err_status(e) : 200,
              &(struct page){.title = TEXT_new_account,
                             .html = sign_up_confirm_html,
                             .slots = {slots, ARRAY_LEN(slots)},
                             .back = door_back_by(x, "/sign-up/confirm",
                                                  &(struct link_ref){.token = q->token})});
}

static enum err look(struct exchange *x, const struct form *form, struct link_ref *link,
                     struct link_view *view)
{
    enum err e = door_link(x, form, link);

    return e ? e : usersvc_sign_up_link(&x->call, link, view);
}

enum err route_sign_up_confirm(struct exchange *x)
{
    const struct form query = exchange_peek(x);
    struct link_ref link;
    struct link_view view;

    enum err e = look(x, &query, &link, &view);
    if (e)
        return door_refuse(x, e, "/sign-up");
    show(x, OK, view.email, NULL, &(struct sign_up_completion){.token = link.token});
    return OK;
}

/* NULL: fine. */
static const char *take(struct exchange *x, struct sign_up_completion *q)
{
    const struct msg_desc *desc = &sign_up_completion_desc;

    q->username = page_fitting(x, &x->form, desc, "username");
    const char *name = page_field(x, &x->form, desc, "name");
    q->name = page_fitting(x, &x->form, desc, "name");
    if (!q->username)
        return page_text(x, TEXT_username_wrong);
    if (name && *name && !q->name)
        return page_text(x, TEXT_cannot_be_saved);
    return new_password_take(x, &q->password);
}

static const char *complaint(struct exchange *x, enum err e)
{
    if (e == ERR_BAD_FIELD && door_is_about(x, "username"))
        return page_text(x, TEXT_username_wrong);
    if (e == ERR_EXISTS)
        return page_text(x, door_is_about(x, "username") ? TEXT_username_taken : TEXT_email_taken);
    return page_complaint(x, e, TEXT_password_wrong);
}

/* Whoever just chose a password need not type it again.  If that fails, the account is there all
 * the same, and the sign-in page says what is the matter. */
static void sign_in(struct exchange *x, const struct sign_up_completion *who)
{
    const char *handle = door_waiting(x);
    const struct sign_in_request q = {
        .username = who->username,
        .password = who->password,
        .handle = handle,
        .browser = interaction_browser(x),
        .session = exchange_cookie(x, COOKIE_SESSION),
        .user_agent = whoami_browser(x),
    };
    struct sign_in_reply a = {0};

    enum err e = hashing_call(x, &authsvc_sign_in_method, &q, &a);
    if (e)
        present_note(x, e);
    else if (a.session)
        exchange_set_cookie(x, COOKIE_SESSION, a.session, a.lifetime);
    if (handle)
        exchange_set_cookie(x, COOKIE_WAITING, "", 0);
    if (handle || !e)
        interaction_return(x, handle);
    else
        reply_see_other(&x->reply, "/sign-in");
}

enum err route_sign_up_finish(struct exchange *x)
{
    struct sign_up_completion q = {0};
    struct link_ref link;
    struct link_view view;

    enum err e = look(x, &x->form, &link, &view);
    if (e)
        return door_refuse(x, e, "/sign-up");
    q.token = link.token;
    const char *message = take(x, &q);
    e = message ? ERR_BAD_FIELD : hashing_call(x, &usersvc_sign_up_finish_method, &q, &NOTHING);
    if (!message && (message = complaint(x, e)))
        present_note(x, e);
    if (message) {
        show(x, e, view.email, message, &q);
        return OK;
    }
    if (e)
        return door_refuse(x, e, "/sign-up");
    sign_in(x, &q);
    return OK;
}
