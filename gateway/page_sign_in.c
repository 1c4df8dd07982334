#include "embed.h"
#include "interaction.h"
#include "origin.h"
#include "page.h"
#include "pages.h"

EMBED(page_sign_in_html, EMBED_DIR "/pages/sign_in.html");

static const char *throttled(struct exchange *x, int64_t wait)
{
    const char *seconds = arena_printf(x->call.mem, "%lld", (long long)wait);

    if (wait <= 1)
        return page_text(x, TEXT_wait_one_second);
    return texts_with(x->call.mem, page_language(x), TEXT_wait_seconds, seconds);
}

static const char *message(struct exchange *x, const struct sign_in_page *page)
{
    switch (page->error) {
    case OK:
        return NULL;
    case ERR_WRONG_PASSWORD:
        return page_text(x, TEXT_wrong_password);
    case ERR_THROTTLED:
        return throttled(x, page->wait);
    case ERR_BUSY:
        return page_text(x, TEXT_crowded);
    default:
        return page_text(x, TEXT_sign_in_incomplete);
    }
}

void pages_sign_in(struct exchange *x, int status, const struct sign_in_page *page)
{
    struct arena *mem = x->call.mem;
    const struct slot slots[] = {
        {"handle", page->handle, NULL, 0},
        {"app", page->client_name, NULL, 0},
        {"username", page->username, NULL, 0},
        {"message", message(x, page), NULL, 0},
    };

    if (page->redirect_uri)
        x->reply.form_action = origin_chain(mem, page->redirect_uri);
    page_show(x, status,
              &(struct page){
                  .title = TEXT_sign_in,
                  .html = page_sign_in_html,
                  .slots = {slots, ARRAY_LEN(slots)},
                  .back = page->handle ? interaction_address(mem, page->handle) : NULL,
              });
}
