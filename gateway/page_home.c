#include "door.h"
#include "embed.h"
#include "page.h"
#include "pages.h"

EMBED(page_home_html, EMBED_DIR "/pages/home.html");

const char *pages_name_of(const struct profile *person)
{
    return person->name ? person->name : person->username;
}

void pages_home(struct exchange *x)
{
    const struct slot slots[] = {{"sign_up", door_sign_up(x), NULL, 0}};

    page_show(x, 200,
              &(struct page){.title = TEXT_home_nobody,
                             .html = page_home_html,
                             .slots = {slots, ARRAY_LEN(slots)}});
}
