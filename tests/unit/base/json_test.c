#include "check.h"
#include "json.h"
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

static struct buf out;
static struct json json;

static void start(void)
{
    buf_init(&out, check_mem(), 16);
    json_init(&json, &out);
}

static const char *quoted(const char *text)
{
    start();
    json_str(&json, NULL, text);
    return buf_text(&out);
}

static void objects_and_lists_get_their_commas(void)
{
    start();
    json_open(&json, NULL, '{');
    json_str(&json, "a", "x");
    json_str(&json, "absent", NULL);
    json_int(&json, "b", -5);
    json_bool(&json, "c", true);
    json_open(&json, "list", '[');
    json_open(&json, NULL, '{');
    json_close(&json, '}');
    json_str(&json, NULL, "y");
    json_close(&json, ']');
    json_words(&json, "words", "openid profile");
    json_words(&json, "none", NULL);
    json_raw(&json, "raw", "{\"k\":1}");
    json_bool(&json, "d", false);
    json_close(&json, '}');
    CHECK_STR(buf_text(&out), "{\"a\":\"x\",\"b\":-5,\"c\":true,\"list\":[{},\"y\"],"
                              "\"words\":[\"openid\",\"profile\"],\"none\":[],"
                              "\"raw\":{\"k\":1},\"d\":false}");
}

static void the_largest_numbers_are_printed_whole(void)
{
    start();
    json_open(&json, NULL, '[');
    json_int(&json, NULL, INT64_MAX);
    json_int(&json, NULL, INT64_MIN);
    json_close(&json, ']');
    CHECK_STR(buf_text(&out), "[9223372036854775807,-9223372036854775808]");
}

static void what_means_something_is_escaped(void)
{
    CHECK_STR(quoted("a\"b\\c"), "\"a\\\"b\\\\c\"");
    CHECK_STR(quoted("\n\r\t\b\x1f"), "\"\\n\\r\\t\\u0008\\u001f\"");
    CHECK_STR(quoted("</script>&"), "\"\\u003c/script\\u003e\\u0026\"");
    CHECK_STR(quoted("\x7f"), "\"\\u007f\"");
    CHECK_STR(quoted("\xe2\x80\xa8\xe2\x80\xa9"), "\"\\u2028\\u2029\"");
    CHECK_STR(quoted("\xe2\x80\xa7\xe2\x80"), "\"\xe2\x80\xa7\xe2\x80\"");
    CHECK_STR(quoted("J\xc3\xbcrgen/"), "\"J\xc3\xbcrgen/\"");
    CHECK_STR(quoted(""), "\"\"");
}

/* Whatever can be printed is read back the same. */
static void every_character_survives(void)
{
    for (int c = 1; c < 0x800; c++) {
        char text[] = {'<', (char)c, '>', 0, 0};
        const char *why = NULL;
        json_t *value = NULL;
        if (c >= 0x80) {
            text[1] = (char)(0xc0 | c >> 6);
            text[2] = (char)(0x80 | (c & 0x3f));
            text[3] = '>';
        }
        const char *printed = quoted(text);
        CHECK_OK(json_read(check_mem(), printed, strlen(printed), &value, &why));
        const char *back = arena_strdup(check_mem(), json_string_value(value));
        json_decref(value);
        CHECK_STR(back, text);
    }
}

static void keys_are_escaped_too(void)
{
    start();
    json_open(&json, NULL, '{');
    json_int(&json, "a\"<", 1);
    json_close(&json, '}');
    CHECK_STR(buf_text(&out), "{\"a\\\"\\u003c\":1}");
}

static enum err read_bytes(const char *text, size_t n, const char **why)
{
    json_t *value = NULL;
    enum err e = json_read(check_mem(), text, n, &value, why);

    CHECK((e == OK) == (value != NULL));
    json_decref(value);
    return e;
}

static void refusals_say_what_and_where(void)
{
    static const char *const rows[][2] = {
        {"{\"a\":1,\"a\":2}", "a name stands twice in one object, at byte 10"},
        {"[1", "it ends too early"},
        {"[1] x", "something follows the value, at byte 5"},
        {"[\"\xff\"]", "bad UTF-8"},
        {"[\"a\\u0000b\"]", "a NUL inside a string"},
        {"{\"\\u0000\":1}", "a NUL inside a string"},
        {"[1e999]", "a number is too large"},
        {"[99999999999999999999]", "a number is too large"},
        {"[tru]", "bad syntax"},
        {"[1,]", "bad syntax"},
        {"", "it ends too early"},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const char *why = NULL;
        CHECK_ERR(read_bytes(rows[i][0], strlen(rows[i][0]), &why), ERR_BAD_MESSAGE);
        CHECK_HAS(why, rows[i][1]);
    }
}

static void a_nul_byte_is_never_json(void)
{
    const char *why = NULL;

    CHECK_ERR(read_bytes("7\0", 2, &why), ERR_BAD_MESSAGE);
    CHECK_STR(why, "a NUL byte");
    CHECK_ERR(read_bytes("\0"
                         "7",
                         2, &why),
              ERR_BAD_MESSAGE);
    CHECK_ERR(read_bytes("[\0]", 3, &why), ERR_BAD_MESSAGE);
}

/* What is refused may be a secret. */
static void refusals_do_not_repeat_the_text(void)
{
    static const char text[] = "{\"d\": s3cret}";
    const char *why = NULL;

    CHECK_ERR(read_bytes(text, strlen(text), &why), ERR_BAD_MESSAGE);
    CHECK(!strstr(why, "s3cret"));
}

static void depth_is_bounded(void)
{
    static const char in_a_string[] = "[\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[[[[\"]";
    char text[100];
    const char *why = NULL;

    for (size_t depth = 1; depth <= 40; depth++) {
        memset(text, '[', depth);
        memset(text + depth, ']', depth);
        CHECK_ERR(read_bytes(text, 2 * depth, &why), depth <= 32 ? OK : ERR_BAD_MESSAGE);
    }
    CHECK_STR(why, "nested too deep");
    CHECK_OK(read_bytes(in_a_string, strlen(in_a_string), &why));
}

static void whole_numbers_keep_64_bits(void)
{
    const char *why = NULL;
    json_t *value = NULL;

    CHECK_OK(json_read(check_mem(), "9223372036854775807", 19, &value, &why));
    int64_t n = json_integer_value(value);
    json_decref(value);
    CHECK_INT(n, INT64_MAX);
}

/* Valid JSON that we refuse on purpose: repeated names, and strings that C would cut short. */
static bool refused_on_purpose(const char *name)
{
    static const char *const names[] = {
        "y_object_duplicated_key.json",
        "y_object_duplicated_key_and_value.json",
        "y_object_escaped_null_in_key.json",
        "y_string_null_escape.json",
    };

    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (strcmp(names[i], name) == 0)
            return true;
    }
    return false;
}

/* y_ must be taken, n_ refused; i_ may be either, but is read. */
static void judge(const char *name)
{
    const char *path = arena_printf(check_mem(), "%s/json/test_parsing/%s", VECTORS_DIR, name);
    struct bytes text = check_file(path);
    const char *why = "";
    enum err e = read_bytes((const char *)text.p, text.n, &why);

    if (name[0] == 'y' && (e != OK) != refused_on_purpose(name))
        check_failed(__FILE__, __LINE__, "%s: %s %s", name, err_name(e), why);
    if (name[0] == 'n' && e == OK)
        check_failed(__FILE__, __LINE__, "%s is taken", name);
}

static void the_json_test_suite_is_judged_rightly(void)
{
    struct dirent **entries = NULL;
    int counts[256] = {0};
    int n = scandir(VECTORS_DIR "/json/test_parsing", &entries, NULL, alphasort);

    if (n < 0)
        check_skip("the vectors are not here");
    for (int i = 0; i < n; i++) {
        const char *name = arena_strdup(check_mem(), entries[i]->d_name);
        free(entries[i]);
        if (!strstr(name, ".json"))
            continue;
        judge(name);
        counts[(uint8_t)name[0]]++;
    }
    free(entries);
    CHECK(counts['y'] >= 95 && counts['n'] >= 187 && counts['i'] >= 35);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(objects_and_lists_get_their_commas),
        CASE(the_largest_numbers_are_printed_whole),
        CASE(what_means_something_is_escaped),
        CASE(every_character_survives),
        CASE(keys_are_escaped_too),
        CASE(refusals_say_what_and_where),
        CASE(a_nul_byte_is_never_json),
        CASE(refusals_do_not_repeat_the_text),
        CASE(depth_is_bounded),
        CASE(whole_numbers_keep_64_bits),
        CASE(the_json_test_suite_is_judged_rightly),
        {0},
    });
}
