/* password_forgot.c - a link for whoever cannot sign in. */
#include "door.h"
#include "embed.h"
#include "pages.h"
#include "present.h"

EMBED(password_forgot_html, EMBED_DIR "/pages/password_forgot.html");

static void show(struct exchange *x, enum err e, const struct form *form, const char *message)
{
    const char *handle = door_handle(x, form);
    const struct slot slots[] = {
        {"handle", handle, NULL, 0},
        {"onward", door_onward(x, handle), NULL, 0},
        {"username", page_fitting(x, form, &password_forgot_request_desc, "username"), NULL, 0},
        {"message", message, NULL, 0},
    };

    page_show(x, e ? err_status(e) : 200,
              &(struct page){.title = TEXT_password_forgot,
                             .html = password_forgot_html,
                             .slots = {slots, ARRAY_LEN(slots)},
                             .back = door_back(x, "/password/forgot", handle)});
}

enum err route_password_forgot(struct exchange *x)
{
    const struct form query = exchange_peek(x);

    show(x, OK, &query, NULL);
    return OK;
}

/* The page is the same whether anybody has that name. */
enum err route_password_forgot_send(struct exchange *x)
{
    const struct password_forgot_request q = {
        .username = page_fitting(x, &x->form, &password_forgot_request_desc, "username"),
        .locale = languages[page_language(x)].tag,
    };

    enum err e = q.username ? usersvc_password_forgot(&x->call, &q, &NOTHING) : ERR_BAD_FIELD;
    const char *message = q.username ? page_complaint(x, e, TEXT_password_wrong)
                                     : page_text(x, TEXT_forgot_incomplete);
    if (message) {
        present_note(x, e);
        show(x, e, &x->form, message);
        return OK;
    }
    if (e)
        return e;
    door_wait(x);
    const char *onward = door_onward(x, door_handle(x, &x->form));
    pages_mail_sent(x, &(struct mail_sent_page){
                           .username = q.username,
                           .again = arena_printf(x->call.mem, "/password/forgot%s", onward),
                       });
    return OK;
}
