/* overview.c - the way to the other rooms. */
#include "account.h"
#include "embed.h"
#include "pages.h"
#include "portrait.h"

EMBED(account_html, EMBED_DIR "/pages/account.html");

enum err route_account(struct exchange *x)
{
    struct profile person = {0};

    enum err e = account_person(x, &person);
    if (e)
        return account_refuse(x, e);
    const struct portrait portrait =
        portrait_of(x->call.mem, PICTURE_AVATARS, person.avatar, pages_name_of(&person));
    const struct slot slots[] = {
        {"person", pages_name_of(&person), NULL, 0},
        {"username", person.username, NULL, 0},
        {"email", person.email, NULL, 0},
        {"factor", person.second_factor_at ? "on" : NULL, NULL, 0},
        PORTRAIT_SLOTS(portrait),
    };
    account_answer(x, OK,
                   &(struct page){.title = TEXT_account,
                                  .html = account_html,
                                  .slots = {slots, ARRAY_LEN(slots)}});
    return OK;
}
