#include "assets.h"
#include "embed.h"
#include "exchange.h"
#include "gateway_inside.h"
#include "secret.h"
#include "text.h"

EMBED(assets_page_css, EMBED_DIR "/pages/page.css");
EMBED(assets_mark_svg, EMBED_DIR "/pages/mark.svg");

enum { DAY = 86400, YEAR = 365 * DAY, VERSION_BYTES = 6 };

const char *assets_style_version(struct arena *mem)
{
    struct bytes digest = secret_digest(mem, bytes_of(assets_page_css));

    digest.n = VERSION_BYTES;
    return text_hex(mem, digest);
}

/* With its version in the address it never changes; without, somebody asks by hand. */
enum err route_page_css(struct exchange *x)
{
    reply_text(&x->reply, 200, "text/css; charset=utf-8", bytes_of(assets_page_css));
    x->reply.max_age = x->request.query ? YEAR : 1;
    return OK;
}

enum err route_mark_svg(struct exchange *x)
{
    reply_text(&x->reply, 200, "image/svg+xml", bytes_of(assets_mark_svg));
    x->reply.max_age = DAY;
    return OK;
}

enum err route_robots(struct exchange *x)
{
    static const char robots[] = "User-agent: *\nDisallow: /\n";

    reply_text(&x->reply, 200, "text/plain; charset=utf-8", bytes_of(robots));
    x->reply.max_age = DAY;
    return OK;
}
