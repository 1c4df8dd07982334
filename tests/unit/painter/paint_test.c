/* paint_test - pictures of every kind, good and bad, painted anew. */
#include "check.h"
#include "drawing.h"
#include "paint.h"
#include "picture.h"
#include "samples.h"
#include <png.h>
#include <stdlib.h>
#include <string.h>

/* What was painted, looked at. */
static struct {
    enum painted is;
    struct painting painting;
    struct bytes png; /* the same */
    uint32_t side;
    uint8_t *pixels;
} seen;

static void drop(void)
{
    free(seen.painting.p);
    free(seen.pixels);
    memset(&seen, 0, sizeof seen);
}

static void look(struct bytes in)
{
    png_image image = {.version = PNG_IMAGE_VERSION};

    drop();
    check_after(drop);
    seen.is = paint(in, &seen.painting);
    seen.png = (struct bytes){seen.painting.p, seen.painting.n};
    if (seen.is != PAINTED)
        return;
    CHECK_STR(picture_fault(seen.png), NULL);
    CHECK(png_image_begin_read_from_memory(&image, seen.png.p, seen.png.n));
    image.format = PNG_FORMAT_RGBA;
    seen.side = image.width;
    seen.pixels = xmalloc(PNG_IMAGE_SIZE(image));
    CHECK(png_image_finish_read(&image, NULL, seen.pixels, 0, NULL));
}

static bool near(int a, int b)
{
    return abs(a - b) <= 40; /* JPEG */
}

/* The letter of the colour in the middle of a quarter. */
static char letter(bool right, bool below)
{
    static const struct {
        uint8_t rgb[3];
        char letter;
    } colours[] = {
        {{255, 0, 0}, 'r'}, {{0, 255, 0}, 'g'}, {{0, 0, 255}, 'b'}, {{255, 255, 255}, 'w'}};
    uint32_t x = seen.side / 4 + (right ? seen.side / 2 : 0),
             y = seen.side / 4 + (below ? seen.side / 2 : 0);
    const uint8_t *p = seen.pixels + ((size_t)y * seen.side + x) * 4;

    for (size_t i = 0; i < ARRAY_LEN(colours); i++) {
        const uint8_t *rgb = colours[i].rgb;
        if (near(p[0], rgb[0]) && near(p[1], rgb[1]) && near(p[2], rgb[2]))
            return colours[i].letter;
    }
    return '?';
}

/* The quarters, as one reads. */
static const char *quarters(void)
{
    return arena_printf(check_mem(), "%c%c%c%c", letter(false, false), letter(true, false),
                        letter(false, true), letter(true, true));
}

static void shows(struct bytes in, uint32_t side)
{
    look(in);
    CHECK_INT(seen.is, PAINTED);
    CHECK_INT(seen.side, side);
    CHECK_STR(quarters(), "rbgw");
}

static void pictures_of_every_kind_are_read(void)
{
    const struct sample s = {600, 600, 0};

    shows(sample_png(&s), 256);
    shows(sample_webp(&s, false), 256);
    shows(sample_webp(&s, true), 256);
    shows(sample_jpeg(&(struct sample_jpeg){.width = 600, .height = 600}), 256);
    shows(sample_jpeg(&(struct sample_jpeg){.width = 4000, .height = 4000}), 256);
    shows(sample_jpeg(&(struct sample_jpeg){.width = 600, .height = 600, .progressive = true}),
          256);
}

static void inks_and_greys_are_read_too(void)
{
    shows(sample_jpeg(&(struct sample_jpeg){.width = 600, .height = 600, .inks = true}), 256);
    look(sample_jpeg(&(struct sample_jpeg){.width = 600, .height = 600, .grey = true}));
    CHECK_INT(seen.is, PAINTED);
    for (size_t i = 0; i < (size_t)seen.side * seen.side * 4; i += 4)
        CHECK(near(seen.pixels[i], seen.pixels[i + 1]) && seen.pixels[i + 3] == 255);
}

static void a_small_one_stays_as_small_as_it_is(void)
{
    shows(sample_png(&(struct sample){16, 16, 0}), 16);
    look(sample_png(&(struct sample){1, 1, 0}));
    CHECK_INT(seen.side, 1);
}

static void of_one_that_is_no_square_the_middle_is_shown(void)
{
    shows(sample_png(&(struct sample){900, 300, 0}), 256);
    shows(sample_png(&(struct sample){300, 901, 0}), 256);
    look(sample_png(&(struct sample){8192, 1, 0}));
    CHECK_INT(seen.side, 1);
}

static void what_can_be_seen_through_stays_so(void)
{
    look(sample_png(&(struct sample){600, 600, 100}));
    CHECK_INT(seen.pixels[((size_t)200 * 256 + 200) * 4 + 3], 100);
    CHECK_INT(seen.pixels[((size_t)20 * 256 + 20) * 4 + 3], 255);
    look(sample_webp(&(struct sample){600, 600, 100}, true));
    CHECK_INT(seen.pixels[((size_t)200 * 256 + 200) * 4 + 3], 100);
}

static void a_photograph_is_shown_the_right_way_up(void)
{
    static const char *const as_seen[] = {"rbgw", "rbgw", "brwg", "wgbr", "gwrb",
                                          "rgbw", "grwb", "wbgr", "bwrg"};

    for (int orientation = 0; orientation <= 8; orientation++) {
        struct sample_jpeg s = {.width = 640, .height = 480, .orientation = orientation};
        for (int big = 0; big < 2; big++) {
            s.big_endian = big;
            look(sample_jpeg(&s));
            CHECK_STR(quarters(), as_seen[orientation]);
        }
    }
    look(sample_jpeg(&(struct sample_jpeg){.width = 640, .height = 480, .orientation = 9}));
    CHECK_STR(quarters(), "rbgw");
}

static bool has(struct bytes in, const char *text)
{
    return memmem(in.p, in.n, text, strlen(text)) != NULL;
}

static void nothing_but_pixels_comes_through(void)
{
    static const char html[] = "<script>alert(document.domain)</script>";
    struct bytes jpeg =
        sample_jpeg(&(struct sample_jpeg){.width = 300, .height = 300, .comment = html});
    struct bytes png = sample_png(&(struct sample){300, 300, 0});
    struct buf both, text;

    CHECK(has(jpeg, html));
    look(jpeg);
    CHECK(seen.is == PAINTED && !has(seen.png, "script"));
    buf_init(&both, check_mem(), png.n + 64);
    buf_add(&both, png.p, png.n);
    buf_str(&both, html);
    look(buf_bytes(&both));
    CHECK(seen.is == PAINTED && !has(seen.png, "script"));
    buf_init(&text, check_mem(), png.n + 64);
    buf_add(&text, png.p, 33); /* signature and header */
    drawing_chunk(&text, "tEXt", html, strlen(html));
    buf_add(&text, png.p + 33, png.n - 33);
    look(buf_bytes(&text));
    CHECK(seen.is == PAINTED && !has(seen.png, "script"));
}

static void of_an_animated_png_the_still_picture_is_shown(void)
{
    struct bytes png = sample_png(&(struct sample){300, 300, 0});
    struct buf animated;

    buf_init(&animated, check_mem(), png.n + 64);
    buf_add(&animated, png.p, 33);
    drawing_chunk(&animated, "acTL", "\0\0\0\2\0\0\0\0", 8);
    buf_add(&animated, png.p + 33, png.n - 33);
    shows(buf_bytes(&animated), 256);
}

static void what_is_no_picture_is_not_read(void)
{
    static const char *const cases[] = {
        "",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>",
        "<!doctype html><script>alert(1)</script>",
        "GIF89a<script>alert(1)</script>",
        "%PDF-1.7",
        "BM",
        "\x89PNG",
        "RIFF1234WEBX",
        "II*",
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        look(bytes_of(cases[i]));
        CHECK_INT(seen.is, PAINTED_UNKNOWN);
    }
}

/* A WebP that says it moves. */
static void one_that_moves_is_not_read(void)
{
    static const char head[] = "RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0\x0f\0\0\x0f\0\0";

    look((struct bytes){(const uint8_t *)head, sizeof head - 1});
    CHECK_INT(seen.is, PAINTED_UNKNOWN);
}

static struct bytes changed(struct bytes in, size_t at, const char *bytes, size_t n)
{
    uint8_t *p = arena_alloc(check_mem(), in.n);

    memcpy(p, in.p, in.n);
    memcpy(p + at, bytes, n);
    return (struct bytes){p, in.n};
}

static void what_says_it_is_huge_is_believed_and_refused(void)
{
    static const uint32_t sizes[][2] = {
        {65535, 65535}, {8193, 1}, {1, 8193}, {8192, 2049}, {1000000, 1}};
    struct bytes jpeg = sample_jpeg(&(struct sample_jpeg){.width = 64, .height = 64});
    const uint8_t *frame = memmem(jpeg.p, jpeg.n, "\xff\xc0", 2);

    for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
        struct buf out;
        drawing_begin(&out);
        drawing_header(&out, sizes[i][0], sizes[i][1]);
        drawing_chunk(&out, "IDAT", "x", 1);
        drawing_chunk(&out, "IEND", NULL, 0);
        look(buf_bytes(&out));
        CHECK_INT(seen.is, PAINTED_WIDE);
    }
    CHECK(frame);
    look(changed(jpeg, (size_t)(frame - jpeg.p) + 5, "\xff\xdc\xff\xdc", 4)); /* 65500: its limit */
    CHECK_INT(seen.is, PAINTED_WIDE);
    look(changed(jpeg, (size_t)(frame - jpeg.p) + 5, "\xff\xff\xff\xff", 4));
    CHECK_INT(seen.is, PAINTED_BROKEN);
    /* VP8X: 16384 pixels each way */
    look((struct bytes){
        (const uint8_t *)"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\x3f\0\xff\x3f\0", 30});
    CHECK(seen.is == PAINTED_WIDE || seen.is == PAINTED_BROKEN);
}

/* 16 million pixels in a few kilobytes: as much as is read at all. */
static void a_bomb_within_bounds_is_defused(void)
{
    const struct sample_jpeg s = {.width = 4096, .height = 4096, .progressive = true};
    struct bytes png = sample_png(&(struct sample){4096, 4096, 0});

    CHECK(png.n < 200 << 10);
    shows(png, 256);
    shows(sample_jpeg(&s), 256);
}

static void noise_becomes_smaller_until_it_fits(void)
{
    look(sample_noise(512));
    CHECK_INT(seen.is, PAINTED);
    CHECK(seen.png.n <= PICTURE_MAX);
    look(sample_noise(256));
    CHECK_INT(seen.side, 192);
}

static void what_was_cut_is_refused_wherever_it_was(void)
{
    const struct sample s = {64, 64, 0};
    const struct bytes wholes[] = {
        sample_png(&s), sample_webp(&s, false), sample_webp(&s, true),
        sample_jpeg(&(struct sample_jpeg){.width = 64, .height = 64, .orientation = 6}),
        sample_jpeg(&(struct sample_jpeg){.width = 64, .height = 64, .progressive = true})};

    for (size_t i = 0; i < ARRAY_LEN(wholes); i++) {
        /* The end mark itself may be missed: all pixels are there. */
        for (size_t n = 0; n + 13 < wholes[i].n; n++) {
            look(arena_bytes(check_mem(), wholes[i].p, n));
            if (seen.is == PAINTED)
                check_failed(__FILE__, __LINE__, "sample %zu, %zu of %zu bytes", i, n, wholes[i].n);
        }
    }
}

static void no_changed_byte_does_harm(void)
{
    const struct sample s = {40, 40, 128};
    const struct bytes wholes[] = {
        sample_png(&s), sample_webp(&s, false), sample_webp(&s, true),
        sample_jpeg(&(struct sample_jpeg){.width = 40, .height = 40, .orientation = 6})};

    for (size_t i = 0; i < ARRAY_LEN(wholes); i++) {
        for (size_t n = 0; n < wholes[i].n; n++) {
            look(changed(wholes[i], n, "\xff", 1));
            look(changed(wholes[i], n, "\0", 1));
        }
    }
}

int main(void)
{
    return check_run((struct check[]){
        CASE(pictures_of_every_kind_are_read),
        CASE(inks_and_greys_are_read_too),
        CASE(a_small_one_stays_as_small_as_it_is),
        CASE(of_one_that_is_no_square_the_middle_is_shown),
        CASE(what_can_be_seen_through_stays_so),
        CASE(a_photograph_is_shown_the_right_way_up),
        CASE(nothing_but_pixels_comes_through),
        CASE(of_an_animated_png_the_still_picture_is_shown),
        CASE(what_is_no_picture_is_not_read),
        CASE(one_that_moves_is_not_read),
        CASE(what_says_it_is_huge_is_believed_and_refused),
        CASE(a_bomb_within_bounds_is_defused),
        CASE(noise_becomes_smaller_until_it_fits),
        CASE(what_was_cut_is_refused_wherever_it_was),
        CASE(no_changed_byte_does_harm),
        {0},
    });
}
