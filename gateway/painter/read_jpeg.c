/* read_jpeg.c - JPEG, by libjpeg-turbo. */
#include "kinds.h"
#include <setjmp.h>
#include <stdio.h> /* jpeglib.h wants it */
#include <stdlib.h>

#include <jerror.h>
#include <jpeglib.h>

enum { ENOUGH = 512, SEGMENT_MAX = 0xffff, EXIF_MARKER = JPEG_APP0 + 1, EIGHTHS = 8 };

/* Of what is in the file, before detail is left out: cameras of telephones have 50 million. */
enum { SIDE_MAX = 16384, PIXELS_MAX = 64 << 20 };

struct reader {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    jmp_buf out; /* the library does not come back from an error */
    bool cut, full;
};

static void give_up(j_common_ptr jpeg)
{
    struct reader *self = jpeg->client_data;

    self->full = jpeg->err->msg_code == JERR_OUT_OF_MEMORY;
    longjmp(self->out, 1);
}

/* A warning is no error to the library, which fills what is missing with grey. */
static void listen(j_common_ptr jpeg, int level)
{
    struct reader *self = jpeg->client_data;

    if (level < 0 &&
        (jpeg->err->msg_code == JWRN_JPEG_EOF || jpeg->err->msg_code == JWRN_HIT_MARKER))
        self->cut = true;
}

static void say_nothing(j_common_ptr jpeg)
{
    (void)jpeg;
}

static void begin(struct reader *self, struct bytes in)
{
    self->jpeg.err = jpeg_std_error(&self->errors);
    self->jpeg.client_data = self;
    self->errors.error_exit = give_up;
    self->errors.emit_message = listen;
    self->errors.output_message = say_nothing;
    jpeg_CreateDecompress(&self->jpeg, JPEG_LIB_VERSION, sizeof self->jpeg);
    self->jpeg.client_data = self; /* which has just been cleared */
    jpeg_mem_src(&self->jpeg, in.p, in.n);
    jpeg_save_markers(&self->jpeg, EXIF_MARKER, SEGMENT_MAX);
}

static int orientation_of(const struct jpeg_decompress_struct *jpeg)
{
    const struct jpeg_marker_struct *m = jpeg->marker_list;

    return m ? kind_orientation((struct bytes){m->data, m->data_length}) : 1;
}

/* The library can leave out detail while it decodes; as long as more is left than will be shown. */
static unsigned eighths(uint32_t width, uint32_t height)
{
    uint32_t edge = width < height ? width : height;
    unsigned n = 1;

    while (n < EIGHTHS && edge * n / EIGHTHS < ENOUGH)
        n++;
    return n;
}

/* Of inks no library tells how they look; these are what Adobe's programs write, the wrong way up.
 */
static void mix(uint8_t *row, uint32_t width)
{
    for (uint8_t *p = row; p < row + (size_t)width * CANVAS_PIXEL; p += CANVAS_PIXEL) {
        for (int i = 0; i < 3; i++)
            p[i] = (uint8_t)(p[i] * p[3] / 255);
        p[3] = 255;
    }
}

static void read_rows(struct jpeg_decompress_struct *jpeg, struct canvas *out)
{
    const size_t row = (size_t)out->width * CANVAS_PIXEL;

    while (jpeg->output_scanline < jpeg->output_height) {
        JSAMPROW to = out->pixels + row * jpeg->output_scanline;
        jpeg_read_scanlines(jpeg, &to, 1);
        if (jpeg->out_color_space == JCS_CMYK)
            mix(to, out->width);
    }
}

static bool can_be_read(uint32_t width, uint32_t height)
{
    return width <= SIDE_MAX && height <= SIDE_MAX && width * height <= PIXELS_MAX;
}

static enum painted read_all(struct reader *self, struct canvas *out)
{
    struct jpeg_decompress_struct *jpeg = &self->jpeg;

    jpeg_read_header(jpeg, TRUE);
    if (!can_be_read(jpeg->image_width, jpeg->image_height))
        return PAINTED_WIDE;
    bool inks = jpeg->jpeg_color_space == JCS_CMYK || jpeg->jpeg_color_space == JCS_YCCK;
    jpeg->out_color_space = inks ? JCS_CMYK : JCS_EXT_RGBA;
    jpeg->scale_num = eighths(jpeg->image_width, jpeg->image_height);
    jpeg->scale_denom = EIGHTHS;
    jpeg_calc_output_dimensions(jpeg);
    if (!canvas_can_be(jpeg->output_width, jpeg->output_height))
        return PAINTED_WIDE;
    jpeg_start_decompress(jpeg);
    canvas_make(out, jpeg->output_width, jpeg->output_height);
    out->orientation = orientation_of(jpeg);
    read_rows(jpeg, out);
    jpeg_finish_decompress(jpeg);
    return self->cut ? PAINTED_BROKEN : PAINTED;
}

enum painted kind_read_jpeg(struct bytes in, struct canvas *out)
{
    struct reader *self = xcalloc(1, sizeof *self);
    volatile enum painted is = PAINTED_BROKEN; /* unless the end is reached */

    if (setjmp(self->out) == 0) {
        begin(self, in);
        is = read_all(self, out);
    }
    jpeg_destroy_decompress(&self->jpeg);
    if (self->full)
        is = PAINTED_WIDE;
    free(self);
    return is;
}
