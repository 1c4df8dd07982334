/* email_confirm.c - the new address, for whoever has read the mail and is signed in. */
#include "account.h"
#include "door.h"
#include "embed.h"

EMBED(account_email_confirm_html, EMBED_DIR "/pages/account_email_confirm.html");

static const char AGAIN[] = "/account/email";

enum err route_account_email_confirm(struct exchange *x)
{
    const struct form query = exchange_peek(x);
    struct link_ref link;
    struct link_view view;

    enum err e = account_enter(x);
    if (e)
        return account_refuse(x, e);
    e = door_link(x, &query, &link);
    if (!e)
        e = usersvc_email_link(&x->call, &link, &view);
    if (e)
        return door_refuse(x, e, AGAIN);
    const struct slot slots[] = {
        {"token", link.token, NULL, 0},
        {"email", view.email, NULL, 0},
        {"username", view.username, NULL, 0},
    };
    account_answer(x, OK,
                   &(struct page){.title = TEXT_confirm_email,
                                  .html = account_email_confirm_html,
                                  .slots = {slots, ARRAY_LEN(slots)}});
    return OK;
}

/* The address has become somebody else's: then the link is worth nothing any more. */
enum err route_account_email_take(struct exchange *x)
{
    struct link_ref link;

    enum err e = account_enter(x);
    if (e)
        return account_refuse(x, e);
    e = door_link(x, &x->form, &link);
    if (!e)
        e = usersvc_email_confirm(&x->call, &link, &NOTHING);
    if (e)
        return door_refuse(x, e == ERR_EXISTS ? ERR_EXPIRED : e, AGAIN);
    account_saved(x, "/account");
    return OK;
}
