#include "fuzz.h"
#include "json.h"
#include "text.h"
#include <string.h>

/* What is read can be written and read again. */
static void value_survives(struct arena *mem, const json_t *value)
{
    size_t n = json_dumpb(value, NULL, 0, JSON_ENCODE_ANY);
    char *text = arena_alloc(mem, n + 1);
    json_t *again = NULL;
    const char *why = NULL;

    json_dumpb(value, text, n, JSON_ENCODE_ANY);
    assert(json_read(mem, text, n, &again, &why) == OK);
    assert(json_equal(value, again));
    json_decref(again);
}

/* Any plain text can be printed as a string and comes back the same. */
static void text_survives(struct arena *mem, const char *text)
{
    struct buf out;
    struct json json;
    json_t *value = NULL;
    const char *why = NULL;

    buf_init(&out, mem, 64);
    json_init(&json, &out);
    json_str(&json, NULL, text);
    assert(json_read(mem, buf_text(&out), out.n, &value, &why) == OK);
    assert(strcmp(json_string_value(value), text) == 0);
    json_decref(value);
}

void fuzz_one(struct arena *mem, struct bytes in)
{
    const char *text = (const char *)in.p, *why = NULL;
    json_t *value = NULL;

    if (json_read(mem, text, in.n, &value, &why) == OK)
        value_survives(mem, value);
    else
        assert(why && *why && !value);
    json_decref(value);
    if (text_valid(text, in.n))
        text_survives(mem, text);
}
