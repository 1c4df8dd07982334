/* tachi_shape.c - bodies of Tachi's requests: what their members have to be, and what is said of
 * those that are not. */
#include "tachi.h"
#include "text.h"
#include "words.h"
#include <string.h>

enum { NAME_MIN = 3, NAME_MAX = 80, SHOWN = 100 };

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

/* Not all of a long one: so many letters, or fewer and dots. */
static const char *cut(struct arena *mem, const char *text)
{
    static const char dots[] = "...";
    size_t letters = 0, keep = 0;

    for (const char *p = text; *p; p++) {
        if ((*p & 0xc0) == 0x80)
            continue; /* within a letter, in UTF-8 */
        if (letters++ == SHOWN - (sizeof dots - 1))
            keep = (size_t)(p - text);
    }
    return letters < SHOWN ? text : arena_printf(mem, "%.*s%s", (int)keep, text, dots);
}

/* NULL: there is nothing that could be shown. */
static const char *shown(struct arena *mem, const json_t *value)
{
    if (!value)
        return "nothing (undefined)";
    if (json_is_string(value))
        return *json_string_value(value) ? cut(mem, json_string_value(value)) : NULL;
    if (json_is_integer(value))
        return arena_printf(mem, "%lld", (long long)json_integer_value(value));
    if (json_is_real(value))
        return arena_printf(mem, "%g", json_real_value(value));
    if (json_is_boolean(value))
        return json_is_true(value) ? "true" : "false";
    return json_is_null(value) ? "null" : NULL;
}

/* Of secrets, whose names begin so, only that they are there. */
static const char *complaint(struct arena *mem, const char *name, const char *what,
                             const json_t *value)
{
    const char *received = *name == '!' && value ? "****" : shown(mem, value);

    return received ? arena_printf(mem, "[%s] %s (Received %s)", name, what, received)
                    : arena_printf(mem, "[%s] %s", name, what);
}

const char *tachi_complaint(struct exchange *x, const char *name, const char *what)
{
    return complaint(x->call.mem, name, what, member(x, name));
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

static bool is_list(const json_t *value)
{
    return json_is_array(value);
}

static bool is_permission(const json_t *value)
{
    return is_text(value) && words_has(tachi_all_permissions, json_string_value(value));
}

static const struct want {
    bool (*is)(const json_t *value);
    const char *expected;
} wants[] = {
    [WANT_TEXT] = {is_text, "Expected string."},
    [WANT_TEXT_IF_ANY] = {is_text, "Expected *string or no value."},
    [WANT_CODE_GRANT] = {is_code_grant, "Invalid Input, but no error message is available."},
    [WANT_TEXT_OR_NULL] = {is_text_or_null, "Expected ?string or null."},
    [WANT_CHANGE] = {is_text_or_null, "Expected a string."},
    [WANT_NAME] = {is_name, "Expected a string with length between 3 and 80."},
    [WANT_NAME_OR_NULL] = {is_name_or_null, "Expected a string with length between 3 and 80."},
    [WANT_PERMISSIONS] = {is_list, "Value was not an array."},
};

/* The first that is no permission; all are told. */
static const char *foreign_permission(struct exchange *x, const char *name, const json_t *list)
{
    struct buf what;
    const char *at = tachi_all_permissions, *word = NULL;
    size_t i = 0;
    json_t *each = NULL;

    buf_init(&what, x->call.mem, 256);
    while ((word = words_next(x->call.mem, &at)))
        buf_printf(&what, "%s%s", what.n ? ", " : "Expected any of ", word);
    buf_char(&what, '.');
    json_array_foreach(list, i, each)
    {
        if (!is_permission(each))
            return complaint(x->call.mem, arena_printf(x->call.mem, "%s[%zu]", name, i),
                             buf_text(&what), each);
    }
    return NULL;
}

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

static const char *fault_of(struct exchange *x, const struct tachi_member *m)
{
    const json_t *value = member(x, m->name);
    const struct want *want = &wants[m->want];

    if (!value && m->optional)
        return NULL;
    if (!want->is(value))
        return complaint(x->call.mem, m->name, want->expected, value);
    return m->want == WANT_PERMISSIONS ? foreign_permission(x, m->name, value) : NULL;
}

const char *tachi_fault(struct exchange *x, const struct tachi_member *members, size_t n)
{
    const char *fault = NULL;

    for (size_t i = 0; i < n && !fault; i++)
        fault = fault_of(x, &members[i]);
    if (fault)
        return fault;
    const char *foreign = json_is_object(x->json) ? excess(x, members, n) : NULL;
    return foreign ? arena_printf(x->call.mem, "[null] Unexpected properties inside object: %s.",
                                  foreign)
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
