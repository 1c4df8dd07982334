/* password_reset.c - another password, for whoever has read the mail.
 *
 * Nobody is signed in by it: a link that was sent to one person and followed by another would make
 * the second somebody they are not. */
#include "door.h"
#include "embed.h"
#include "hashing.h"
#include "interaction.h"
#include "new_password.h"
#include "present.h"

EMBED(password_reset_html, EMBED_DIR "/pages/password_reset.html");
EMBED(password_renewed_html, EMBED_DIR "/pages/password_renewed.html");

static const char AGAIN[] = "/password/forgot";

static void show(struct exchange *x, enum err e, const struct link_ref *link,
                 const struct link_view *view, const char *message)
{
    const struct slot slots[] = {
        {"token", link->token, NULL, 0},
        {"username", view->username, NULL, 0},
        {"message", message, NULL, 0},
    };

    page_show(x, e ? err_status(e) : 200,
              &(struct page){.title = TEXT_password_reset,
                             .html = password_reset_html,
                             .slots = {slots, ARRAY_LEN(slots)},
                             .back = door_back_by(x, "/password/reset", link)});
}

/* On to the app that waits, which asks them to sign in. */
static void show_renewed(struct exchange *x)
{
    const char *handle = door_waiting(x);
    const struct slot slots[] = {
        {"next", handle ? interaction_address(x->call.mem, handle) : "/sign-in", NULL, 0},
    };

    page_show(x, 200,
              &(struct page){.title = TEXT_password_renewed,
                             .html = password_renewed_html,
                             .slots = {slots, ARRAY_LEN(slots)}});
}

static enum err look(struct exchange *x, const struct form *form, struct link_ref *link,
                     struct link_view *view)
{
    enum err e = door_link(x, form, link);

    return e ? e : usersvc_password_link(&x->call, link, view);
}

enum err route_password_reset(struct exchange *x)
{
    const struct form query = exchange_peek(x);
    struct link_ref link;
    struct link_view view;

    if (form_get(&query, "changed")) {
        show_renewed(x);
        return OK;
    }
    enum err e = look(x, &query, &link, &view);
    if (e)
        return door_refuse(x, e, AGAIN);
    show(x, OK, &link, &view, NULL);
    return OK;
}

enum err route_password_reset_set(struct exchange *x)
{
    struct password_reset_request q = {0};
    struct link_ref link;
    struct link_view view;

    enum err e = look(x, &x->form, &link, &view);
    if (e)
        return door_refuse(x, e, AGAIN);
    q.token = link.token;
    const char *message = new_password_take(x, &q.password);
    e = message ? ERR_BAD_FIELD : hashing_call(x, &usersvc_password_reset_method, &q, &NOTHING);
    if (!message && (message = page_complaint(x, e, TEXT_password_wrong)))
        present_note(x, e);
    if (message) {
        show(x, e, &link, &view, message);
        return OK;
    }
    if (e)
        return door_refuse(x, e, AGAIN);
    reply_see_other(&x->reply, "/password/reset?changed=1");
    return OK;
}
