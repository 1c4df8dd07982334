/* read_png.c - PNG, by libpng's simplified interface; of an animated one, the still picture. */
#include "kinds.h"
#include <png.h>

enum painted kind_read_png(struct bytes in, struct canvas *out)
{
    png_image image = {.version = PNG_IMAGE_VERSION};

    if (!png_image_begin_read_from_memory(&image, in.p, in.n))
        return PAINTED_BROKEN;
    if (!canvas_can_be(image.width, image.height)) {
        png_image_free(&image);
        return PAINTED_WIDE;
    }
    image.format = PNG_FORMAT_RGBA;
    canvas_make(out, image.width, image.height);
    return png_image_finish_read(&image, NULL, out->pixels, 0, NULL) ? PAINTED : PAINTED_BROKEN;
}
