#include "check.h"
#include "text.h"
#include <string.h>

static bool valid(const char *text)
{
    return text_valid(text, strlen(text));
}

static void well_formed_utf8_is_taken(void)
{
    static const char *const good[] = {
        "",
        "plain ~",
        "\xc2\xa0",         /* U+00A0, the first behind the C1 controls */
        "\xdf\xbf",         /* U+07FF */
        "\xe0\xa0\x80",     /* U+0800 */
        "\xed\x9f\xbf",     /* U+D7FF */
        "\xee\x80\x80",     /* U+E000 */
        "\xef\xbf\xbf",     /* U+FFFF */
        "\xf0\x90\x80\x80", /* U+10000 */
        "\xf4\x8f\xbf\xbf", /* U+10FFFF */
        "J\xc3\xbcrgen \xe6\x97\xa5\xe6\x9c\xac \xf0\x9f\x90\xb1",
    };

    for (size_t i = 0; i < ARRAY_LEN(good); i++)
        CHECK(valid(good[i]));
}

static void ill_formed_utf8_is_refused(void)
{
    static const char *const bad[] = {
        "\x80", /* a tail alone */
        "\xbf",
        "\xc3",
        "\xe6\x97",
        "\xf0\x9f\x90", /* cut short */
        "\xc0\x80",
        "\xc1\xbf", /* longer than need be */
        "\xe0\x9f\xbf",
        "\xf0\x8f\xbf\xbf",
        "\xed\xa0\x80",
        "\xed\xbf\xbf", /* surrogates */
        "\xf4\x90\x80\x80",
        "\xf5\x80\x80\x80", /* above U+10FFFF */
        "\xff",
        "\xfe",
        "\xc3(",
        "\xe6(\xa5",
        "\xf0\x9f\x90(",
    };

    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        if (valid(bad[i]))
            check_failed(__FILE__, __LINE__, "taken: row %d", (int)i);
    }
}

static void control_characters_are_refused(void)
{
    CHECK(!text_valid("\0", 1));
    CHECK(!text_valid("a\0b", 3));
    for (char c = 1; c < 0x20; c++)
        CHECK(!text_valid(&c, 1));
    CHECK(!valid("\x7f"));
    for (int c = 0x80; c < 0xa0; c++) { /* C1 */
        char text[] = {(char)0xc2, (char)c, 0};
        CHECK(!valid(text));
    }
}

static void lines_may_end_and_be_indented(void)
{
    CHECK(text_lines_valid("", 0));
    CHECK(text_lines_valid("a\r\n\tb\n\n\xc3\xa9", 9));
    CHECK(!text_lines_valid("a\nb\0", 4));
    CHECK(!text_lines_valid("a\n\x01", 3));
    CHECK(!text_lines_valid("\xc3\n\xa9", 3)); /* no sequence goes over the end of a line */
    CHECK(!text_lines_valid("a\x7f\nb", 4));
}

static void a_sequence_does_not_reach_over_the_end(void)
{
    CHECK(!text_valid("\xe6\x97\xa5", 2));
    CHECK(text_valid("a\xe6", 1));
}

static void only_ascii_letters_become_small(void)
{
    CHECK_STR(text_lower(check_mem(), "AZaz09[@`{"), "azaz09[@`{");
    CHECK_STR(text_lower(check_mem(), "\xc3\x84"), "\xc3\x84");
    CHECK_STR(text_lower(check_mem(), ""), "");
}

static void unprintable_bytes_are_written_in_hex(void)
{
    CHECK_STR(text_printable(check_mem(), "a b~"), "a b~");
    CHECK_STR(text_printable(check_mem(), "a\nb\x1b[0m\x7f"), "a\\x0ab\\x1b[0m\\x7f");
    CHECK_STR(text_printable(check_mem(), "\\"), "\\x5c");
    CHECK_STR(text_printable(check_mem(), "\xc3\xbc"), "\\xc3\\xbc");
}

static void hex_is_two_small_digits_a_byte(void)
{
    CHECK_STR(text_hex(check_mem(), (struct bytes){(const uint8_t *)"\x00\x7f\xaf\xff", 4}),
              "007fafff");
    CHECK_STR(text_hex(check_mem(), (struct bytes){0}), "");
}

static void whole_numbers_are_read(void)
{
    static const struct {
        const char *text;
        int64_t value;
    } good[] = {
        {"0", 0},
        {"42", 42},
        {"-7", -7},
        {"007", 7},
        {"9223372036854775807", INT64_MAX},
        {"-9223372036854775808", INT64_MIN},
    };
    int64_t out = 0;

    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        CHECK(text_int(good[i].text, &out));
        CHECK_INT(out, good[i].value);
    }
}

static void everything_else_is_no_number(void)
{
    static const char *const bad[] = {
        "",
        "-",
        "+1",
        "--1",
        " 1",
        "1 ",
        "1.0",
        "1e3",
        "0x1",
        "1,0",
        "\t1",
        "1a",
        "\n1",
        "9223372036854775808",
        "-9223372036854775809",
    };
    int64_t out = 5;

    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        if (text_int(bad[i], &out))
            check_failed(__FILE__, __LINE__, "taken: \"%s\"", bad[i]);
    }
    CHECK_INT(out, 5);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(well_formed_utf8_is_taken),
        CASE(ill_formed_utf8_is_refused),
        CASE(control_characters_are_refused),
        CASE(lines_may_end_and_be_indented),
        CASE(a_sequence_does_not_reach_over_the_end),
        CASE(only_ascii_letters_become_small),
        CASE(unprintable_bytes_are_written_in_hex),
        CASE(hex_is_two_small_digits_a_byte),
        CASE(whole_numbers_are_read),
        CASE(everything_else_is_no_number),
        {0},
    });
}
