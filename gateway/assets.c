#include "assets.h"
#include "embed.h"
#include "exchange.h"
#include "gateway_inside.h"
#include "secret.h"
#include "text.h"

EMBED(assets_page_css, EMBED_DIR "/pages/page.css");
EMBED(assets_post_js, EMBED_DIR "/pages/post.js");
EMBED(assets_mark_svg, EMBED_DIR "/pages/mark.svg");

enum { DAY = 86400, YEAR = 365 * DAY, VERSION_BYTES = 6 };

static const char *version(struct arena *mem, const char *text)
{
    struct bytes digest = secret_digest(mem, bytes_of(text));

    digest.n = VERSION_BYTES;
    return text_hex(mem, digest);
}

const char *assets_style_version(struct arena *mem)
{
    return version(mem, assets_page_css);
}

const char *assets_post_version(struct arena *mem)
{
    return version(mem, assets_post_js);
}

/* With its version in the address it never changes; without, somebody asks by hand. */
static enum err versioned(struct exchange *x, const char *type, const char *text)
{
    reply_text(&x->reply, 200, type, bytes_of(text));
    x->reply.max_age = x->request.query ? YEAR : 1;
    return OK;
}

enum err route_page_css(struct exchange *x)
{
    return versioned(x, "text/css; charset=utf-8", assets_page_css);
}

enum err route_post_js(struct exchange *x)
{
    return versioned(x, "text/javascript; charset=utf-8", assets_post_js);
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
