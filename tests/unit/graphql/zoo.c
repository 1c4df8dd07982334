#include "zoo.h"
#include <string.h>

struct animal {
    const char *name, *eats;
    int64_t legs, born;
    bool tame;
};

static const struct animal daisy = {"Daisy", "HAY", 4, 1000000000123, true};

static const char *upper(struct arena *mem, const char *text, const char **why)
{
    char *out = arena_strdup(mem, text);

    for (char *p = out; *p; p++)
        *p = (char)(*p >= 'a' && *p <= 'z' ? *p - 32 : *p);
    if (!strchr(text, '?'))
        return out;
    *why = "must not be a question";
    return NULL;
}

static enum err cow(const struct gql_ask *ask, struct gql_given *out)
{
    (void)ask;
    *out = (struct gql_given){.kind = GQL_G_OBJECT, .p = &daisy};
    return OK;
}

static enum err named_cow(const struct gql_ask *ask, struct gql_given *out)
{
    enum err e = cow(ask, out);

    out->type = "Animal";
    return e;
}

static enum err nobody(const struct gql_ask *ask, struct gql_given *out)
{
    (void)ask;
    *out = (struct gql_given){.kind = GQL_G_OBJECT};
    return OK;
}

static enum err same(const struct gql_ask *ask, struct gql_given *out)
{
    *out = (struct gql_given){.kind = GQL_G_OBJECT, .p = ask->self};
    return OK;
}

static enum err refused(const struct gql_ask *ask, struct gql_given *out)
{
    (void)ask;
    (void)out;
    return ERR_FORBIDDEN;
}

static enum err pair(const struct gql_ask *ask, const void *second, struct gql_given *out)
{
    struct gql_given *items = arena_array(ask->mem, 2, sizeof *items);

    items[0] = (struct gql_given){.kind = GQL_G_OBJECT, .p = ask->self};
    items[1] = (struct gql_given){.kind = GQL_G_OBJECT, .p = second};
    *out = (struct gql_given){.kind = GQL_G_LIST, .items = items, .n = 2};
    return OK;
}

static enum err herd(const struct gql_ask *ask, struct gql_given *out)
{
    return pair(ask, ask->self, out);
}

static enum err holes(const struct gql_ask *ask, struct gql_given *out)
{
    return pair(ask, NULL, out);
}

static enum err counted(const struct gql_ask *ask, struct gql_given *out)
{
    int64_t *count = ask->ctx;

    *out = (struct gql_given){.kind = GQL_G_INT, .number = ++*count};
    return OK;
}

static void add_wishes(struct buf *out, const struct gql_value *wish)
{
    for (; wish; wish = gql_object(wish, "again"))
        buf_printf(out, " %s%s", gql_text(wish, "what"),
                   gql_member(wish, "loud")->truth ? "!" : "");
}

/* Whatever was said, as it came through. */
static enum err echo(const struct gql_ask *ask, struct gql_given *out)
{
    const char *food = gql_words(ask->mem, ask->args, "food");
    const char *loud = gql_text(ask->args, "upper");
    int64_t times = 1;
    struct buf text;

    buf_init(&text, ask->mem, 64);
    (void)gql_int(ask->args, "times", &times);
    for (; times > 0; times--)
        buf_str(&text, gql_text(ask->args, "text") ? gql_text(ask->args, "text") : "null");
    buf_printf(&text, "%s%s%s%s", loud ? " " : "", loud ? loud : "", food ? " " : "",
               food ? food : "");
    add_wishes(&text, gql_object(ask->args, "deep"));
    *out = (struct gql_given){.kind = GQL_G_TEXT, .text = buf_text(&text)};
    return OK;
}

#define GQL_DEF "zoo.def"
#include "gql_tables.h"

static const struct gql_tables own = GQL_TABLES;
const struct gql_schema zoo = {"Query", "Mutation", &own};

static void say(void *ctx, enum err e, struct gql_said *out)
{
    (void)ctx;
    *out = (struct gql_said){err_text(e), "Forbidden", "\"kept\":true"};
}

static void answer(const struct graphql_request *request, struct graphql_reply *reply)
{
    static struct arena mem;
    static int64_t count;

    arena_done(&mem);
    arena_init(&mem, GRAPHQL_MEMORY);
    count = 0;
    graphql_answer(&(struct gql_world){&zoo, &count, say}, &mem, request, reply);
}

static json_t *json_of(const char *text)
{
    const char *why = NULL;
    json_t *out = NULL;

    if (text)
        CHECK_OK(json_read(check_mem(), text, strlen(text), &out, &why));
    return out;
}

/* Without the numbers that each error has of its own. */
static const char *without_ids(const char *text)
{
    static const char id[] = ",\"id\":\"";
    struct buf out;

    buf_init(&out, check_mem(), strlen(text) + 1);
    for (const char *p = text; *p; p++) {
        if (strncmp(p, id, sizeof id - 1) == 0)
            p += sizeof id - 1 + 37;
        if (*p)
            buf_char(&out, *p);
    }
    return buf_text(&out);
}

const char *zoo_ask(const char *query, const char *variables)
{
    json_t *json = json_of(variables);
    struct graphql_reply reply;

    answer(&(struct graphql_request){.query = query, .variables = json}, &reply);
    json_decref(json);
    return without_ids((const char *)reply.body.p);
}

const char *zoo_errors_of(const struct graphql_request *request, int *status)
{
    struct graphql_reply reply;
    struct buf out;
    json_t *e;
    size_t i;

    answer(request, &reply);
    *status = reply.status;
    json_t *body = json_of((const char *)reply.body.p);
    buf_init(&out, check_mem(), 256);
    json_array_foreach(json_object_get(body, "errors"), i, e)
    {
        const json_t *at = json_array_get(json_object_get(e, "locations"), 0);
        buf_str(&out, i ? "; " : "");
        if (at)
            buf_printf(&out, "%lld:%lld ", json_integer_value(json_object_get(at, "line")),
                       json_integer_value(json_object_get(at, "column")));
        buf_str(&out, json_string_value(json_object_get(e, "message")));
    }
    json_decref(body);
    return buf_text(&out);
}

const char *zoo_errors(const char *query, const char *variables)
{
    json_t *json = json_of(variables);
    int status;

    const char *errors =
        zoo_errors_of(&(struct graphql_request){.query = query, .variables = json}, &status);
    json_decref(json);
    return errors;
}
