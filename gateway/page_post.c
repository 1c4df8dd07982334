#include "embed.h"
#include "gateway_inside.h"
#include "origin.h"
#include "page.h"
#include "pages.h"

EMBED(page_post_html, EMBED_DIR "/pages/post.html");

void pages_post(struct exchange *x, const struct authorization_response *post, const char *app)
{
    const struct slot slots[] = {
        {"action", post->action, NULL, 0},
        {"code", post->code, NULL, 0},
        {"error", post->error, NULL, 0},
        {"error_description", post->error_description, NULL, 0},
        {"state", post->state, NULL, 0},
        {"iss", post->iss, NULL, 0},
        {"app", app, NULL, 0},
        {"script", x->gateway->post_version, NULL, 0},
    };

    x->reply.form_action = origin_chain(x->call.mem, post->action);
    x->reply.scripted = true;
    page_show(x, 200,
              &(struct page){.title = TEXT_one_moment,
                             .html = page_post_html,
                             .slots = {slots, ARRAY_LEN(slots)}});
}
