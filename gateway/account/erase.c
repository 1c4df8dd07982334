/* erase.c - the end of the account. */
#include "account.h"
#include "embed.h"
#include "hashing.h"

EMBED(account_delete_html, EMBED_DIR "/pages/account_delete.html");
EMBED(account_deleted_html, EMBED_DIR "/pages/account_deleted.html");

static void show(struct exchange *x, enum err e, const char *message)
{
    const struct slot slots[] = {{"message", message, NULL, 0}};

    account_answer(x, e,
                   &(struct page){.title = TEXT_delete_account,
                                  .html = account_delete_html,
                                  .slots = {slots, ARRAY_LEN(slots)}});
}

enum err route_account_delete(struct exchange *x)
{
    enum err e = account_enter(x);

    if (e)
        return account_refuse(x, e);
    show(x, OK, NULL);
    return OK;
}

enum err route_account_delete_now(struct exchange *x)
{
    struct account_delete_request q = {0};

    enum err e = account_enter(x);
    if (e)
        return account_refuse(x, e);
    if (!account_field(x, &account_delete_request_desc, "password", &q.password) || !q.password ||
        !*q.password)
        e = ERR_WRONG_PASSWORD;
    else
        e = hashing_call(x, &usersvc_account_delete_method, &q, &NOTHING);
    const char *message = page_complaint(x, e, TEXT_password_wrong);
    if (message) {
        show(x, e, message);
        return OK;
    }
    if (e)
        return account_refuse(x, e);
    exchange_set_cookie(x, COOKIE_SESSION, "", 0);
    page_show(x, 200, &(struct page){.title = TEXT_account_deleted, .html = account_deleted_html});
    return OK;
}
