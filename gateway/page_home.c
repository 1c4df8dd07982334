#include "embed.h"
#include "page.h"
#include "pages.h"

EMBED(page_home_html, EMBED_DIR "/pages/home.html");

const char *pages_name_of(const struct profile *person)
{
    return person->name ? person->name : person->username;
}

void pages_home(struct exchange *x, const struct profile *person)
{
    const struct slot slots[] = {
        {"person", person ? pages_name_of(person) : NULL, NULL, 0},
        {"username", person ? person->username : NULL, NULL, 0},
        {"email", person ? person->email : NULL, NULL, 0},
    };

    page_show(x, 200,
              &(struct page){.title = person ? TEXT_home_somebody : TEXT_home_nobody,
                             .html = page_home_html,
                             .slots = {slots, ARRAY_LEN(slots)}});
}
