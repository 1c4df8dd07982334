#include "door.h"
#include "embed.h"
#include "interaction.h"
#include "origin.h"
#include "page.h"
#include "pages.h"

EMBED(page_sign_in_html, EMBED_DIR "/pages/sign_in.html");

/* Where another language leads back to: on the way to the same app or page.  NULL: to what was
 * asked for. */
static const char *back(struct arena *mem, const struct sign_in_page *page)
{
    struct buf address;

    if (page->handle)
        return interaction_address(mem, page->handle);
    if (!page->to)
        return NULL;
    buf_init(&address, mem, 128);
    buf_str(&address, page->again ? "/sign-in?again=1&to=" : "/sign-in?to=");
    form_encode(&address, page->to);
    return buf_text(&address);
}

void pages_sign_in(struct exchange *x, int status, const struct sign_in_page *page)
{
    struct arena *mem = x->call.mem;
    const struct slot slots[] = {
        {"handle", page->handle, NULL, 0},
        {"app", page->client_name, NULL, 0},
        {"username", page->username, NULL, 0},
        {"to", page->to, NULL, 0},
        {"message", page->message, NULL, 0},
        {"onward", door_onward(x, page->handle), NULL, 0},
        {"sign_up", page->again ? NULL : door_sign_up(x), NULL, 0},
        {"again", page->again ? "again" : NULL, NULL, 0},
    };

    if (page->redirect_uri)
        x->reply.form_action = origin_chain(mem, page->redirect_uri);
    page_show(x, status,
              &(struct page){
                  .title = TEXT_sign_in,
                  .html = page_sign_in_html,
                  .slots = {slots, ARRAY_LEN(slots)},
                  .back = back(mem, page),
              });
}
