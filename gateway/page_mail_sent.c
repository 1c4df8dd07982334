#include "embed.h"
#include "page.h"
#include "pages.h"

EMBED(page_mail_sent_html, EMBED_DIR "/pages/mail_sent.html");

void pages_mail_sent(struct exchange *x, const struct mail_sent_page *page)
{
    const struct slot slots[] = {
        {"email", page->email, NULL, 0},
        {"username", page->username, NULL, 0},
        {"again", page->again, NULL, 0},
    };

    page_show(x, 200,
              &(struct page){.title = TEXT_mail_sent,
                             .html = page_mail_sent_html,
                             .slots = {slots, ARRAY_LEN(slots)},
                             .back = page->again,
                             .room = page->room});
}
