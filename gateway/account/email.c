/* email.c - another e-mail address: first its mailbox is asked. */
#include "account.h"
#include "embed.h"
#include "hashing.h"
#include "pages.h"

EMBED(account_email_html, EMBED_DIR "/pages/account_email.html");

static enum err show(struct exchange *x, enum err e, const char *message)
{
    struct profile person = {0};

    enum err lost = usersvc_profile_get(&x->call, &NOTHING, &person);
    if (lost)
        return account_refuse(x, lost);
    const struct slot slots[] = {
        {"present", person.email, NULL, 0},
        {"email", page_fitting(x, &x->form, &email_change_request_desc, "email"), NULL, 0},
        {"message", message, NULL, 0},
    };
    account_answer(x, e,
                   &(struct page){.title = TEXT_change_email,
                                  .html = account_email_html,
                                  .slots = {slots, ARRAY_LEN(slots)}});
    return OK;
}

enum err route_account_email(struct exchange *x)
{
    enum err e = account_enter(x);

    return e ? account_refuse(x, e) : show(x, OK, NULL);
}

/* Nobody's password is empty, so that need not be asked. */
static enum err ask(struct exchange *x, struct email_change_request *q)
{
    const struct msg_desc *desc = &email_change_request_desc;

    q->email = page_fitting(x, &x->form, desc, "email");
    q->password = page_fitting(x, &x->form, desc, "password");
    q->locale = languages[page_language(x)].tag;
    if (!q->email)
        return ERR_BAD_FIELD;
    return q->password ? hashing_call(x, &usersvc_email_change_method, q, &NOTHING)
                       : ERR_WRONG_PASSWORD;
}

/* The page is the same whether somebody else has that address. */
enum err route_account_email_change(struct exchange *x)
{
    struct email_change_request q = {0};

    enum err e = account_enter(x);
    if (e)
        return account_refuse(x, e);
    e = ask(x, &q);
    const char *message = e == ERR_BAD_FIELD ? page_text(x, TEXT_email_wrong)
                                             : page_complaint(x, e, TEXT_password_wrong);
    if (message)
        return show(x, e, message);
    if (e)
        return account_refuse(x, e);
    pages_mail_sent(
        x, &(struct mail_sent_page){.email = q.email, .again = "/account/email", .room = true});
    return OK;
}
