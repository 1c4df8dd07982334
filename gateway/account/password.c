/* password.c - another password. */
#include "account.h"
#include "embed.h"
#include "hashing.h"
#include "new_password.h"

EMBED(account_password_html, EMBED_DIR "/pages/account_password.html");

/* username: for what keeps passwords, which else keeps the new one for nobody; NULL: unknown. */
static void show(struct exchange *x, enum err e, const char *message, const char *username)
{
    const struct slot slots[] = {{"message", message, NULL, 0}, {"username", username, NULL, 0}};

    account_answer(x, e,
                   &(struct page){.title = TEXT_change_password,
                                  .html = account_password_html,
                                  .slots = {slots, ARRAY_LEN(slots)}});
}

enum err route_account_password(struct exchange *x)
{
    struct profile person = {0};

    enum err e = account_person(x, &person);
    if (e)
        return account_refuse(x, e);
    show(x, OK, NULL, person.username);
    return OK;
}

/* NULL: fine. */
static const char *take(struct exchange *x, struct password_renewal *q)
{
    if (!account_field(x, &password_renewal_desc, "password", &q->password) || !q->password ||
        !*q->password)
        return page_text(x, TEXT_old_password_wrong);
    return new_password_take(x, &q->new_password);
}

enum err route_account_password_save(struct exchange *x)
{
    struct password_renewal q = {
        .session = exchange_cookie(x, COOKIE_SESSION),
        .user_agent = whoami_browser(x),
    };
    struct sign_in_reply a;

    enum err e = q.session ? OK : ERR_SIGNED_OUT;
    if (e)
        return account_refuse(x, e);
    const char *message = take(x, &q);
    if (message) {
        show(x, ERR_BAD_FIELD, message, NULL);
        return OK;
    }
    e = hashing_call(x, &authsvc_password_renew_method, &q, &a);
    message = page_complaint(x, e, TEXT_old_password_wrong);
    if (message) {
        show(x, e, message, NULL);
        return OK;
    }
    if (e)
        return account_refuse(x, e);
    exchange_set_cookie(x, COOKIE_SESSION, a.session, a.lifetime);
    account_saved(x, "/account");
    return OK;
}
