/* tailchat_params.c - the parameters of Tailchat's API, from the address, JSON or a form, and what
 * is said of those that are not what they have to be. */
#include "present.h"
#include "tailchat_api.h"
#include <string.h>

enum { LIST_MOST = 64 };

/* -- what came -----------------------------------------------------------------------------------
 */

enum kind { ABSENT, TEXT, LIST, OTHER };

struct value {
    enum kind kind;
    const char *text;
    struct strs list; /* NULL: an element that is no text */
};

/* name, name[] and name[3] are of a list, or alone a text; name[x] is of an object. */
static bool is_part(const char *param, const char *name)
{
    size_t n = strlen(name);

    return strncmp(param, name, n) == 0 && (!param[n] || param[n] == '[');
}

static bool is_member(const char *param)
{
    const char *key = strchr(param, '[');

    return key && key[1 + strspn(key + 1, "0123456789")] != ']';
}

static struct value from_form(struct exchange *x, const struct form *form, const char *name)
{
    const char **v = arena_array(x->call.mem, LIST_MOST, sizeof *v);
    struct value out = {.list.v = v};

    for (size_t i = 0; i < form->n; i++) {
        const char *param = form->v[i].name;
        if (!is_part(param, name) || out.list.n == LIST_MOST)
            continue;
        if (is_member(param))
            return (struct value){.kind = OTHER};
        out.kind = out.kind || strchr(param, '[') ? LIST : TEXT;
        v[out.list.n++] = out.text = form->v[i].value;
    }
    return out;
}

static struct value from_json(struct exchange *x, const json_t *member)
{
    const char **v = arena_array(x->call.mem, LIST_MOST, sizeof *v);
    struct value out = {.kind = LIST, .list.v = v};

    if (json_is_string(member))
        return (struct value){.kind = TEXT, .text = json_string_value(member)};
    if (!json_is_array(member))
        return (struct value){.kind = json_is_null(member) ? ABSENT : OTHER};
    for (; out.list.n < json_array_size(member) && out.list.n < LIST_MOST; out.list.n++)
        v[out.list.n] = json_string_value(json_array_get(member, out.list.n));
    return out;
}

static struct value find(struct exchange *x, const char *name)
{
    const struct form query = exchange_peek(x);
    const json_t *member = json_object_get(x->json, name);
    const struct value asked = from_form(x, &query, name);

    if (asked.kind)
        return asked;
    return member ? from_json(x, member) : from_form(x, &x->form, name);
}

const char *tailchat_text(struct exchange *x, const char *name)
{
    const struct value value = find(x, name);

    return value.kind == TEXT ? value.text : NULL;
}

bool tailchat_list(struct exchange *x, const char *name, struct strs *out)
{
    const struct value value = find(x, name);
    bool texts = value.kind == LIST;

    for (size_t i = 0; texts && i < value.list.n; i++)
        texts = value.list.v[i] != NULL;
    if (texts)
        *out = value.list;
    return texts;
}

/* -- what has to come ----------------------------------------------------------------------------
 */

static void complain(struct exchange *x, struct json *faults, const char *field, const char *type,
                     const char *what)
{
    json_open(faults, NULL, '{');
    json_str(faults, "type", type);
    json_str(faults, "message", arena_printf(x->call.mem, "The '%s' field %s.", field, what));
    json_str(faults, "field", field);
    json_close(faults, '}');
}

static void look_at_elements(struct exchange *x, struct json *faults, const char *name,
                             const struct strs *list)
{
    for (size_t i = 0; i < list->n; i++) {
        if (!list->v[i])
            complain(x, faults, arena_printf(x->call.mem, "%s[%zu]", name, i), "string",
                     "must be a string");
    }
}

static void look_at(struct exchange *x, struct json *faults, const struct tailchat_param *param)
{
    const struct value value = find(x, param->name);
    const char *name = param->name;

    if (value.kind == ABSENT) {
        if (!param->optional)
            complain(x, faults, name, "required", "is required");
    } else if (param->want == TAILCHAT_LIST) {
        if (value.kind != LIST)
            complain(x, faults, name, "array", "must be an array");
        look_at_elements(x, faults, name, &value.list);
    } else if (param->want != TAILCHAT_ANY && value.kind != TEXT) {
        complain(x, faults, name, "string", "must be a string");
    } else if (param->want == TAILCHAT_EMAIL && !strchr(value.text, '@')) {
        complain(x, faults, name, "email", "must be a valid e-mail");
    }
}

bool tailchat_check(struct exchange *x, const struct tailchat_param *params, size_t n)
{
    static const struct tailchat_failure invalid = {
        422, "ValidationError", "Parameters validation error!", "VALIDATION_ERROR"};
    struct buf text;
    struct json faults;

    buf_init(&text, x->call.mem, 128);
    json_init(&faults, &text);
    json_open(&faults, NULL, '[');
    for (size_t i = 0; i < n; i++)
        look_at(x, &faults, &params[i]);
    bool good = text.n == 1;
    json_close(&faults, ']');
    if (!good)
        (void)tailchat_fail(x, ERR_BAD_FIELD, &invalid, buf_text(&text));
    return good;
}

bool tailchat_take(struct exchange *x, const char *const *names, size_t n, const char **out)
{
    struct tailchat_param *params = arena_array(x->call.mem, n, sizeof *params);

    for (size_t i = 0; i < n; i++) {
        params[i] = (struct tailchat_param){names[i], TAILCHAT_TEXT, false};
        out[i] = tailchat_text(x, names[i]);
    }
    return tailchat_check(x, params, n);
}
