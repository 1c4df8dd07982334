/* avatar.c - the picture that others see of the person. */
#include "account.h"
#include "embed.h"
#include "portrait.h"
#include "upload.h"

EMBED(account_avatar_html, EMBED_DIR "/pages/account_avatar.html");

static void show(struct exchange *x, enum err e, const char *message, const struct profile *person)
{
    const struct portrait portrait = portrait_of(x->call.mem, PICTURE_AVATARS, person->avatar,
                                                 person->name ? person->name : person->username);
    const struct slot slots[] = {
        {"message", message, NULL, 0},
        PORTRAIT_SLOTS(portrait),
    };

    account_answer(x, e,
                   &(struct page){.title = TEXT_picture,
                                  .html = account_avatar_html,
                                  .slots = {slots, ARRAY_LEN(slots)}});
}

enum err route_account_avatar(struct exchange *x)
{
    struct profile person = {0};

    enum err e = account_person(x, &person);
    if (e)
        return account_refuse(x, e);
    show(x, OK, NULL, &person);
    return OK;
}

enum err route_account_avatar_set(struct exchange *x)
{
    struct picture picture;
    struct profile person = {0}, changed;

    enum err e = account_person(x, &person);
    if (e)
        return account_refuse(x, e);
    e = upload_picture(x, &picture.png);
    if (!e)
        e = usersvc_avatar_set(&x->call, &picture, &changed);
    const char *message = upload_complaint(x, e);
    if (message) {
        show(x, e, message, &person);
        return OK;
    }
    if (e)
        return account_refuse(x, e);
    account_saved(x, "/account/avatar");
    return OK;
}

enum err route_account_avatar_clear(struct exchange *x)
{
    struct profile person;

    enum err e = account_enter(x);
    if (!e)
        e = usersvc_avatar_clear(&x->call, &NOTHING, &person);
    if (e)
        return account_refuse(x, e);
    account_saved(x, "/account/avatar");
    return OK;
}
