#include "gql_value.h"
#include "buf.h"
#include <string.h>

const struct gql_value *gql_member(const struct gql_value *first, const char *name)
{
    for (; first; first = first->next) {
        if (strcmp(first->name, name) == 0)
            return first;
    }
    return NULL;
}

bool gql_truth(const struct gql_value *first, const char *name)
{
    const struct gql_value *v = gql_member(first, name);

    return v && v->kind == GQL_BOOLEAN && v->truth;
}

bool gql_has(const struct gql_value *first, const char *name)
{
    return gql_member(first, name) != NULL;
}

const char *gql_text(const struct gql_value *first, const char *name)
{
    const struct gql_value *v = gql_member(first, name);

    return v && v->kind != GQL_NULL ? v->text : NULL;
}

const struct gql_value *gql_object(const struct gql_value *first, const char *name)
{
    const struct gql_value *v = gql_member(first, name);

    return v ? v->first : NULL;
}

bool gql_int(const struct gql_value *first, const char *name, int64_t *out)
{
    const struct gql_value *v = gql_member(first, name);

    if (!v || v->kind != GQL_INT)
        return false;
    *out = v->number;
    return true;
}

const char *gql_words(struct arena *mem, const struct gql_value *first, const char *name)
{
    const struct gql_value *v = gql_member(first, name);
    struct buf out;

    if (!v || v->kind != GQL_LIST)
        return NULL;
    buf_init(&out, mem, 128);
    for (const struct gql_value *e = v->first; e; e = e->next) {
        if (e->text)
            buf_printf(&out, "%s%s", out.n ? " " : "", e->text);
    }
    return buf_text(&out);
}

static size_t count(const struct gql_value *v)
{
    size_t n = 0;

    for (; v; v = v->next)
        n++;
    return n;
}

/* Members in any order, elements in theirs. */
static bool parts_equal(const struct gql_value *a, const struct gql_value *b)
{
    if (count(a->first) != count(b->first))
        return false;
    const struct gql_value *other = b->first;
    for (const struct gql_value *v = a->first; v; v = v->next) {
        const struct gql_value *w = a->kind == GQL_LIST ? other : gql_member(b->first, v->name);
        if (!w || !gql_value_equal(v, w))
            return false;
        other = other->next;
    }
    return true;
}

bool gql_value_equal(const struct gql_value *a, const struct gql_value *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == GQL_LIST || a->kind == GQL_OBJECT)
        return parts_equal(a, b);
    return a->kind == GQL_NULL || strcmp(a->text, b->text) == 0;
}

/* At the end of a list; returns where the next one goes. */
static const struct gql_value **append(struct arena *mem, const char *name, json_t *json,
                                       const struct gql_value **end)
{
    struct gql_value *part = arena_alloc(mem, sizeof *part);

    *part = *gql_value_of_json(mem, json);
    part->name = name;
    *end = part;
    return &part->next;
}

static void take_parts(struct arena *mem, json_t *json, struct gql_value *v)
{
    const struct gql_value **end = &v->first;
    json_t *part;
    const char *key;
    size_t i;

    if (v->kind == GQL_LIST) {
        json_array_foreach(json, i, part) end = append(mem, NULL, part, end);
        return;
    }
    json_object_foreach(json, key, part) end = append(mem, arena_strdup(mem, key), part, end);
}

const struct gql_value *gql_value_of_json(struct arena *mem, json_t *json)
{
    struct gql_value *v = arena_alloc(mem, sizeof *v);

    v->foreign = true;
    switch (json_typeof(json)) {
    case JSON_NULL:
        v->kind = GQL_NULL;
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        v->kind = GQL_BOOLEAN;
        v->truth = json_is_true(json);
        v->text = v->truth ? "true" : "false";
        break;
    case JSON_INTEGER:
        v->kind = GQL_INT;
        v->number = json_integer_value(json);
        v->text = arena_printf(mem, "%lld", (long long)v->number);
        break;
    case JSON_REAL:
        v->kind = GQL_FLOAT;
        v->text = arena_printf(mem, "%.17g", json_real_value(json));
        break;
    case JSON_STRING:
        v->kind = GQL_STRING;
        v->text = arena_strdup(mem, json_string_value(json));
        break;
    case JSON_ARRAY:
        v->kind = GQL_LIST;
        take_parts(mem, json, v);
        break;
    case JSON_OBJECT:
        v->kind = GQL_OBJECT;
        take_parts(mem, json, v);
        break;
    }
    return v;
}
