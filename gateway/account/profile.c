/* profile.c - what others see of the person. */
#include "account.h"
#include "embed.h"
#include <string.h>

EMBED(account_profile_html, EMBED_DIR "/pages/account_profile.html");

static void show(struct exchange *x, enum err e, const char *message,
                 const struct profile_update_request *fields)
{
    const struct slot slots[] = {
        {"message", message, NULL, 0},
        {"name", fields->name, NULL, 0},
        {"nickname", fields->nickname, NULL, 0},
        {"website", fields->website, NULL, 0},
    };

    account_answer(x, e,
                   &(struct page){.title = TEXT_profile,
                                  .html = account_profile_html,
                                  .slots = {slots, ARRAY_LEN(slots)}});
}

enum err route_account_profile(struct exchange *x)
{
    struct profile person = {0};

    enum err e = account_person(x, &person);
    if (e)
        return account_refuse(x, e);
    show(x, OK, NULL,
         &(struct profile_update_request){person.name, person.nickname, person.website});
    return OK;
}

/* What is too long to be kept is too long to be shown again; the others are. */
static bool take(struct exchange *x, struct profile_update_request *q)
{
    const struct msg_desc *desc = &profile_update_request_desc;
    bool good = account_field(x, desc, "name", &q->name);

    good = account_field(x, desc, "nickname", &q->nickname) && good;
    return account_field(x, desc, "website", &q->website) && good;
}

static const char *complaint(struct exchange *x, enum err e, const struct profile_update_request *q)
{
    if (e == ERR_BAD_FIELD && q->website && *q->website)
        return page_text(x, TEXT_website_wrong);
    return page_complaint(x, e, TEXT_password_wrong);
}

enum err route_account_profile_save(struct exchange *x)
{
    struct profile_update_request q = {0};
    struct profile person;

    enum err e = account_enter(x);
    if (e)
        return account_refuse(x, e);
    if (!take(x, &q)) {
        show(x, ERR_BAD_FIELD, page_text(x, TEXT_cannot_be_saved),
             &(struct profile_update_request){0});
        return OK;
    }
    e = usersvc_profile_update(&x->call, &q, &person);
    const char *message = complaint(x, e, &q);
    if (message) {
        show(x, e, message, &q);
        return OK;
    }
    if (e)
        return account_refuse(x, e);
    account_saved(x, "/account/profile");
    return OK;
}
