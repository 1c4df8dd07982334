#include "b64url.h"
#include "check.h"
#include <string.h>

static enum err decode(const char *text, struct bytes *out)
{
    return b64url_decode(check_mem(), text, strlen(text), out);
}

static const struct pair {
    const char *plain, *encoded;
} pairs[] = {
    /* RFC 4648 10, without the padding */
    {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
    {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xfb\xff\xfe", "-__-"},
};

static void known_pairs_go_both_ways(void)
{
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
        struct bytes out;
        CHECK_STR(b64url_encode(check_mem(), bytes_of(pairs[i].plain)), pairs[i].encoded);
        CHECK_OK(decode(pairs[i].encoded, &out));
        CHECK(out.p);
        CHECK_BYTES(out, bytes_of(pairs[i].plain));
    }
}

static void absent_bytes_are_an_empty_text(void)
{
    CHECK_STR(b64url_encode(check_mem(), (struct bytes){0}), "");
}

static void every_byte_survives(void)
{
    uint8_t all[256];
    struct bytes out;

    for (size_t i = 0; i < sizeof all; i++)
        all[i] = (uint8_t)i;
    for (size_t n = 0; n <= sizeof all; n++) {
        CHECK_OK(decode(b64url_encode(check_mem(), (struct bytes){all, n}), &out));
        CHECK_BYTES(out, ((struct bytes){all, n}));
    }
}

static void only_the_alphabet_is_taken(void)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    struct bytes out;

    for (int c = 0; c < 256; c++) {
        char text[4] = {'A', (char)c, 'A', 'A'};
        bool ours = c != 0 && strchr(alphabet, c);
        CHECK_ERR(b64url_decode(check_mem(), text, 4, &out), ours ? OK : ERR_BAD_MESSAGE);
    }
}

static void there_is_one_way_to_write_a_value(void)
{
    static const char *const bad[] = {
        "A",    "AAAAA",         /* six bits are no byte */
        "AB",   "AAB",   "Zh",   /* bits left over */
        "Zg==", "Zm8=",  "=",    /* padding */
        "Zg ",  " Zg",   "Z\ng", /* white space */
        "Zg.",  "Zg\n",
    };
    struct bytes out = {0};

    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        if (decode(bad[i], &out) != ERR_BAD_MESSAGE)
            check_failed(__FILE__, __LINE__, "taken: \"%s\"", bad[i]);
    }
    CHECK(!out.p);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(known_pairs_go_both_ways),
        CASE(absent_bytes_are_an_empty_text),
        CASE(every_byte_survives),
        CASE(only_the_alphabet_is_taken),
        CASE(there_is_one_way_to_write_a_value),
        {0},
    });
}
