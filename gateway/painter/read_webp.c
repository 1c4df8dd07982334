/* read_webp.c - WebP, still ones, by libwebp. */
#include "kinds.h"
#include <webp/decode.h>

enum painted kind_read_webp(struct bytes in, struct canvas *out)
{
    WebPBitstreamFeatures has;

    if (WebPGetFeatures(in.p, in.n, &has) != VP8_STATUS_OK)
        return PAINTED_BROKEN;
    if (has.has_animation)
        return PAINTED_UNKNOWN;
    if (has.width <= 0 || has.height <= 0 ||
        !canvas_can_be((uint32_t)has.width, (uint32_t)has.height))
        return PAINTED_WIDE;
    canvas_make(out, (uint32_t)has.width, (uint32_t)has.height);
    const size_t row = (size_t)out->width * CANVAS_PIXEL;
    return WebPDecodeRGBAInto(in.p, in.n, out->pixels, row * out->height, (int)row)
               ? PAINTED
               : PAINTED_BROKEN;
}
