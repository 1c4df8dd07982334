/* sign_up.c - an account for whoever has none: the mailbox comes first. */
#include "door.h"
#include "embed.h"
#include "pages.h"
#include "present.h"

EMBED(sign_up_html, EMBED_DIR "/pages/sign_up.html");

static void show(struct exchange *x, enum err e, const struct form *form, const char *message)
{
    const char *handle = door_handle(x, form);
    const struct slot slots[] = {
        {"open", e == ERR_DISABLED ? NULL : "open", NULL, 0},
        {"handle", handle, NULL, 0},
        {"onward", door_onward(x, handle), NULL, 0},
        {"email", page_fitting(x, form, &sign_up_request_desc, "email"), NULL, 0},
        {"message", message, NULL, 0},
    };

    page_show(x, e ? err_status(e) : 200,
              &(struct page){.title = TEXT_sign_up,
                             .html = sign_up_html,
                             .slots = {slots, ARRAY_LEN(slots)},
                             .back = door_back(x, "/sign-up", handle)});
}

enum err route_sign_up(struct exchange *x)
{
    const struct form query = exchange_peek(x);
    struct sign_up_terms terms = {0};

    enum err e = usersvc_sign_up_open(&x->call, &NOTHING, &terms);
    if (e)
        return e;
    show(x, terms.open ? OK : ERR_DISABLED, &query, NULL);
    return OK;
}

static const char *complaint(struct exchange *x, enum err e)
{
    return e == ERR_BAD_FIELD ? page_text(x, TEXT_email_wrong)
                              : page_complaint(x, e, TEXT_password_wrong);
}

/* Whoever has an account already gets a mail that says so; the page is the same. */
enum err route_sign_up_begin(struct exchange *x)
{
    const struct sign_up_request q = {
        .email = page_fitting(x, &x->form, &sign_up_request_desc, "email"),
        .locale = languages[page_language(x)].tag,
    };

    enum err e = q.email ? usersvc_sign_up(&x->call, &q, &NOTHING) : ERR_BAD_FIELD;
    const char *message = complaint(x, e);
    if (message || e == ERR_DISABLED) {
        present_note(x, e);
        show(x, e, &x->form, message);
        return OK;
    }
    if (e)
        return e;
    door_wait(x);
    const char *onward = door_onward(x, door_handle(x, &x->form));
    pages_mail_sent(x, &(struct mail_sent_page){
                           .email = q.email,
                           .again = arena_printf(x->call.mem, "/sign-up%s", onward),
                       });
    return OK;
}
