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
    page_show(x, 200, &(struct page){.title = TEXT_home_nobody, .html = page_home_html});
}
