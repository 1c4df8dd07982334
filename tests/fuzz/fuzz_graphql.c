#include "fuzz.h"
#include "graphql.h"
#include <string.h>

static enum err self(const struct gql_ask *ask, struct gql_given *out)
{
    *out = (struct gql_given){.kind = GQL_G_OBJECT, .p = ask->ctx, .type = "Thing"};
    return OK;
}

static enum err several(const struct gql_ask *ask, struct gql_given *out)
{
    struct gql_given *items = arena_array(ask->mem, 3, sizeof *items);

    for (size_t i = 0; i < 3; i++)
        items[i] = (struct gql_given){.kind = GQL_G_OBJECT, .p = i == 1 ? NULL : ask->ctx};
    *out = (struct gql_given){.kind = GQL_G_LIST, .items = items, .n = 3};
    return OK;
}

static enum err echo(const struct gql_ask *ask, struct gql_given *out)
{
    *out = (struct gql_given){.kind = GQL_G_TEXT, .text = gql_text(ask->args, "s")};
    return OK;
}

static enum err refused(const struct gql_ask *ask, struct gql_given *out)
{
    (void)ask;
    (void)out;
    return ERR_FORBIDDEN;
}

static const struct gql_type types[] = {
    {"Query", GQL_TYPE_OBJECT, "Any", NULL, NULL}, {"Thing", GQL_TYPE_OBJECT, "Any", NULL, NULL},
    {"Any", GQL_TYPE_INTERFACE, NULL, NULL, NULL}, {"E", GQL_TYPE_ENUM, NULL, NULL, NULL},
    {"In", GQL_TYPE_INPUT, NULL, NULL, NULL},
};
static const struct gql_field fields[] = {
    {.type = "Any", .name = "a", .ref = "Any", .resolve = self},
    {.type = "Any", .name = "l", .ref = "[Thing!]", .resolve = several},
    {.type = "Any", .name = "m", .ref = "[Thing]!", .resolve = several},
    {.type = "Any", .name = "s", .ref = "String", .resolve = echo},
    {.type = "Any", .name = "n", .ref = "String!", .resolve = refused},
};
static const struct gql_input inputs[] = {
    {"Any", "s", "s", "String", "\"x\"", NULL}, {"Any", "s", "e", "[E!]", NULL, NULL},
    {"Any", "s", "i", "In", NULL, NULL},        {"Any", "s", "n", "Int!", "1", NULL},
    {"In", NULL, "i", "In", NULL, NULL},        {"In", NULL, "b", "Boolean!", NULL, NULL},
};
static const struct gql_enum_value values[] = {{"E", "A", NULL}, {"E", "B", NULL}};
static const struct gql_tables own = {types,
                                      fields,
                                      inputs,
                                      values,
                                      ARRAY_LEN(types),
                                      ARRAY_LEN(fields),
                                      ARRAY_LEN(inputs),
                                      ARRAY_LEN(values)};
static const struct gql_schema schema = {"Query", "Query", &own};

static void say(void *ctx, enum err e, struct gql_said *out)
{
    (void)ctx;
    *out = (struct gql_said){err_text(e), "Forbidden", NULL};
}

/* Whatever is asked, the answer is JSON, within its bound, and says what was wrong or has data. */
static void answer_holds(const struct graphql_reply *reply)
{
    json_t *json = json_loadb((const char *)reply->body.p, reply->body.n, 0, NULL);

    assert(json_is_object(json));
    assert(reply->body.n < GQL_MAX_ANSWER + (64 << 10));
    assert((reply->status == 200) == (json_object_get(json, "data") != NULL));
    assert(reply->status == 200 || json_array_size(json_object_get(json, "errors")) > 0);
    json_decref(json);
}

static bool is_utf8(const char *text)
{
    json_t *string = json_string(text);
    bool is = string;

    json_decref(string);
    return is;
}

/* The document; behind a line of its own that is "%", variables. */
void fuzz_one(struct arena *mem, struct bytes in)
{
    const char *text = (const char *)in.p, *cut = strstr(text, "\n%\n");
    struct graphql_request request = {.query = text};
    struct graphql_reply reply;
    int ctx = 0;
    AUTO(arena) own_mem = {0};

    if (strlen(text) != in.n || !is_utf8(text))
        return; /* JSON lets nothing else in */
    if (cut) {
        request.query = arena_strndup(mem, text, (size_t)(cut - text));
        request.variables = json_loads(cut + 3, JSON_REJECT_DUPLICATES, NULL);
    }
    arena_init(&own_mem, GRAPHQL_MEMORY);
    graphql_answer(&(struct gql_world){&schema, &ctx, say}, &own_mem, &request, &reply);
    answer_holds(&reply);
    json_decref(request.variables);
}
