/* picture_test - what may be kept as a picture. */
#include "check.h"
#include "drawing.h"
#include "picture.h"
#include "secret.h"
#include <string.h>

static void begin(struct buf *out)
{
    drawing_begin(out);
    drawing_header(out, 16, 16);
}

static const char *end(struct buf *out)
{
    drawing_chunk(out, "IEND", NULL, 0);
    return picture_fault(buf_bytes(out));
}

static void a_square_of_pixels_is_a_picture(void)
{
    struct buf out;

    CHECK_STR(picture_fault(drawing(1, "pixels")), NULL);
    CHECK_STR(picture_fault(drawing(256, "pixels")), NULL);
    begin(&out);
    drawing_chunk(&out, "IDAT", "some", 4);
    drawing_chunk(&out, "IDAT", "more", 4);
    CHECK_STR(end(&out), NULL);
}

static void one_that_is_too_wide_or_no_square_is_refused(void)
{
    static const uint32_t sizes[][2] = {
        {257, 257}, {16, 17}, {0, 0}, {65535, 65535}, {UINT32_MAX, UINT32_MAX}};

    for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
        struct buf out;
        drawing_begin(&out);
        drawing_header(&out, sizes[i][0], sizes[i][1]);
        drawing_chunk(&out, "IDAT", "pixels", 6);
        CHECK_STR(end(&out), "it is not a square of at most 256 pixels");
    }
}

static void there_is_no_room_for_anything_but_pixels(void)
{
    static const char *const kinds[] = {"tEXt", "iTXt", "zTXt", "eXIf", "iCCP", "acTL",
                                        "fdAT", "PLTE", "tIME", "sRGB", "htMl"};
    static const char html[] = "<script>alert(1)</script>";

    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        struct buf before, between, behind;
        begin(&before);
        drawing_chunk(&before, kinds[i], html, strlen(html));
        drawing_chunk(&before, "IDAT", "pixels", 6);
        CHECK_STR(end(&before), "there is something other than pixels in it");
        begin(&between);
        drawing_chunk(&between, "IDAT", "some", 4);
        drawing_chunk(&between, kinds[i], html, strlen(html));
        drawing_chunk(&between, "IDAT", "more", 4);
        CHECK_STR(end(&between), "there is something other than pixels in it");
        begin(&behind);
        drawing_chunk(&behind, "IDAT", "pixels", 6);
        drawing_chunk(&behind, kinds[i], html, strlen(html));
        CHECK_STR(end(&behind), "there is something other than pixels in it");
    }
}

static void nothing_follows_the_end(void)
{
    struct buf out;

    begin(&out);
    drawing_chunk(&out, "IDAT", "pixels", 6);
    drawing_chunk(&out, "IEND", NULL, 0);
    buf_str(&out, "<html>");
    CHECK_STR(picture_fault(buf_bytes(&out)), "there is something behind its end");
    begin(&out);
    drawing_chunk(&out, "IDAT", "pixels", 6);
    drawing_chunk(&out, "IEND", "<html>", 6);
    CHECK_STR(picture_fault(buf_bytes(&out)), "there is something other than pixels in it");
}

static void one_that_was_cut_is_refused_wherever_it_was(void)
{
    struct bytes whole = drawing(16, "pixels");

    for (size_t n = 0; n < whole.n; n++)
        CHECK(picture_fault(arena_bytes(check_mem(), whole.p, n)));
    CHECK_STR(picture_fault((struct bytes){NULL, 0}), "it is no PNG");
}

static void no_bit_of_it_can_be_another(void)
{
    struct bytes whole = drawing(16, "pixels");

    for (size_t i = 0; i < whole.n * 8; i++) {
        struct bytes other = arena_bytes(check_mem(), whole.p, whole.n);
        uint8_t *p = arena_alloc(check_mem(), other.n);
        memcpy(p, other.p, other.n);
        p[i / 8] ^= (uint8_t)(1 << i % 8);
        CHECK(picture_fault((struct bytes){p, other.n}));
    }
}

static void a_header_of_another_kind_is_refused(void)
{
    static const struct {
        const char *tail, *fault;
    } cases[] = {
        {"\x08\x06\0\0\0", NULL},
        {"\x08\x02\0\0\0", NULL},
        {"\x08\x03\0\0\0", "its pixels have another form"},
        {"\x10\x06\0\0\0", "its pixels have another form"},
        {"\x08\x06\1\0\0", "it is packed in another way"},
        {"\x08\x06\0\0\1", "it is packed in another way"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct buf out;
        uint8_t header[13] = {0, 0, 0, 16, 0, 0, 0, 16};
        memcpy(header + 8, cases[i].tail, 5);
        drawing_begin(&out);
        drawing_chunk(&out, "IHDR", header, sizeof header);
        drawing_chunk(&out, "IDAT", "pixels", 6);
        CHECK_STR(end(&out), cases[i].fault);
    }
}

static void a_picture_is_too_large_at_some_point(void)
{
    struct buf out;
    static const uint8_t pixels[PICTURE_MAX] = {0};

    begin(&out);
    drawing_chunk(&out, "IDAT", pixels, sizeof pixels);
    CHECK_STR(end(&out), "it is too large");
}

static void its_name_follows_from_its_bytes(void)
{
    const char *name = picture_name(check_mem(), drawing(16, "one"));

    CHECK_INT(strlen(name), PICTURE_NAME_LEN);
    CHECK_STR(picture_name(check_mem(), drawing(16, "one")), name);
    CHECK(strcmp(picture_name(check_mem(), drawing(16, "two")), name) != 0);
    CHECK_STR(picture_address(check_mem(), "https://id.example", PICTURE_AVATARS, "0a"),
              "https://id.example/avatars/0a.png");
    CHECK_STR(picture_address(check_mem(), "", PICTURE_ICONS, "0a"), "/app-icons/0a.png");
    CHECK_STR(picture_address(check_mem(), "", PICTURE_ICONS, NULL), NULL);
}

int main(void)
{
    if (secret_init() != OK)
        return 1;
    return check_run((struct check[]){
        CASE(a_square_of_pixels_is_a_picture),
        CASE(one_that_is_too_wide_or_no_square_is_refused),
        CASE(there_is_no_room_for_anything_but_pixels),
        CASE(nothing_follows_the_end),
        CASE(one_that_was_cut_is_refused_wherever_it_was),
        CASE(no_bit_of_it_can_be_another),
        CASE(a_header_of_another_kind_is_refused),
        CASE(a_picture_is_too_large_at_some_point),
        CASE(its_name_follows_from_its_bytes),
        {0},
    });
}
