/* tachi_shape.c - bodies of Tachi's requests: what their members have to be, and what is said of
 * those that are not. */
#include "tachi.h"
#include "text.h"
#include "words.h"
#include <string.h>

enum { NAME_MIN = 3, NAME_MAX = 80, SHOWN = 64 };

static json_t *member(const struct exchange *x, const char *name)
{
    return json_is_object(x->json) ? json_object_get(x->json, name) : NULL;
}

bool tachi_has(const struct exchange *x, const char *name)
{
    return member(x, name) != NULL;
}

const char *tachi_member(const struct exchange *x, const char *name)
{
    const json_t *value = member(x, name);

    return json_is_string(value) ? arena_strdup(x->call.mem, json_string_value(value)) : NULL;
}

/* -- what is said of a value ------------------------------------------------------------------- */

static const char *shown(struct arena *mem, const json_t *value)
{
    if (!value)
        return "nothing (undefined)";
    if (json_is_string(value))
        return arena_strndup(mem, json_string_value(value),
                             strnlen(json_string_value(value), SHOWN));
    if (json_is_integer(value))
        return arena_printf(mem, "%lld", (long long)json_integer_value(value));
    if (json_is_real(value))
        return arena_printf(mem, "%g", json_real_value(value));
    if (json_is_boolean(value))
        return json_is_true(value) ? "true" : "false";
    return json_is_null(value) ? "null" : json_is_array(value) ? "an array" : "an object";
}

/* -- what each has to be ----------------------------------------------------------------------- */

static bool is_text(const json_t *value)
{
    return json_is_string(value);
}

static bool is_code_grant(const json_t *value)
{
    return is_text(value) && strcmp(json_string_value(value), "authorization_code") == 0;
}

static bool is_name(const json_t *value)
{
    size_t n = is_text(value) ? strlen(json_string_value(value)) : 0;

    return n >= NAME_MIN && n <= NAME_MAX;
}

static bool is_null(const json_t *value)
{
    return json_is_null(value);
}

static bool is_text_or_null(const json_t *value)
{
    return is_text(value) || is_null(value);
}

static bool is_name_or_null(const json_t *value)
{
    return is_name(value) || is_null(value);
}

static bool is_permissions(const json_t *value)
{
    size_t i = 0;
    json_t *each = NULL;

    if (!json_is_array(value))
        return false;
    json_array_foreach(value, i, each)
    {
        if (!is_text(each) || !words_has(tachi_all_permissions, json_string_value(each)))
            return false;
    }
    return true;
}

static const struct want {
    bool (*is)(const json_t *value);
    const char *expected;
} wants[] = {
    [WANT_TEXT] = {is_text, "Expected string."},
    [WANT_CODE_GRANT] = {is_code_grant, "Invalid Input, but no error message is available."},
    [WANT_TEXT_OR_NULL] = {is_text_or_null, "Expected string or null."},
    [WANT_NAME] = {is_name, "Expected a string with length between 3 and 80."},
    [WANT_NAME_OR_NULL] = {is_name_or_null,
                           "Expected a string with length between 3 and 80, or null."},
    [WANT_PERMISSIONS] = {is_permissions, "Expected an array of permissions."},
};

static const char *excess(struct exchange *x, const struct tachi_member *members, size_t n)
{
    const char *name = NULL;
    json_t *value = NULL;
    struct buf names;

    buf_init(&names, x->call.mem, 64);
    json_object_foreach(x->json, name, value)
    {
        bool known = false;
        for (size_t i = 0; i < n; i++)
            known = known || strcmp(members[i].name, name) == 0;
        if (!known)
            buf_printf(&names, "%s%.64s", names.n ? ", " : "", name);
    }
    return names.n ? buf_text(&names) : NULL;
}

const char *tachi_fault(struct exchange *x, const struct tachi_member *members, size_t n)
{
    struct arena *mem = x->call.mem;

    for (size_t i = 0; i < n; i++) {
        const json_t *value = member(x, members[i].name);
        const struct want *want = &wants[members[i].want];
        if (!want->is(value) && (value || !members[i].optional))
            return arena_printf(mem, "[%s] %s (Received %s)", members[i].name, want->expected,
                                shown(mem, value));
    }
    const char *foreign = json_is_object(x->json) ? excess(x, members, n) : NULL;
    return foreign ? arena_printf(mem, "[null] Unexpected properties inside object: %s.", foreign)
                   : NULL;
}

const char *tachi_words(struct exchange *x, const char *name)
{
    const json_t *list = member(x, name);
    const char *words = "";
    size_t i = 0;
    json_t *each = NULL;

    if (!list)
        return NULL;
    json_array_foreach(list, i, each)
    {
        words = words_union(x->call.mem, words, json_string_value(each));
    }
    return words;
}

enum err tachi_check(struct exchange *x, const struct msg_desc *desc, const void *msg)
{
    const char *why = NULL;
    struct buf out;

    buf_init(&out, x->call.mem, 1024);
    enum err e = msg_encode(desc, msg, &out, &why);
    return e ? refuse_openly(&x->call, ERR_BAD_FIELD, "%s", why) : OK;
}
