/* tailchat_params.c - the parameters of Tailchat's API, from JSON, a form or the address. */
#include "present.h"
#include "tailchat_api.h"
#include <string.h>

enum { LIST_MOST = 64 };

/* -- texts ---------------------------------------------------------------------------------------
 */

/* *there: it came, whatever it is. */
static const char *find_text(struct exchange *x, const char *name, bool *there)
{
    const struct form query = exchange_peek(x);
    const json_t *member = json_object_get(x->json, name);

    *there = true;
    if (member)
        return json_is_string(member) ? json_string_value(member) : NULL;
    const char *value = form_get(&x->form, name);
    if (!value)
        value = form_get(&query, name);
    *there = value != NULL;
    return value;
}

const char *tailchat_text(struct exchange *x, const char *name)
{
    bool there = false;

    return find_text(x, name, &there);
}

static const struct tailchat_failure invalid = {422, "ValidationError",
                                                "Parameters validation error!", "VALIDATION_ERROR"};

/* type: what it should have been; NULL: it is not there at all. */
static void complain(struct exchange *x, struct json *faults, const char *name, const char *type)
{
    const char *article = type && *type == 'a' ? "an" : "a";
    const char *what =
        type ? arena_printf(x->call.mem, "must be %s %s", article, type) : "is required";

    json_open(faults, NULL, '{');
    json_str(faults, "type", type ? type : "required");
    json_str(faults, "message", arena_printf(x->call.mem, "The '%s' field %s.", name, what));
    json_str(faults, "field", name);
    json_close(faults, '}');
}

bool tailchat_take(struct exchange *x, const char *const *names, size_t n, const char **out)
{
    struct buf text;
    struct json faults;
    bool good = true;

    buf_init(&text, x->call.mem, 128);
    json_init(&faults, &text);
    json_open(&faults, NULL, '[');
    for (size_t i = 0; i < n; i++) {
        bool there = false;
        out[i] = find_text(x, names[i], &there);
        if (out[i])
            continue;
        complain(x, &faults, names[i], there ? "string" : NULL);
        good = false;
    }
    json_close(&faults, ']');
    if (!good)
        (void)tailchat_fail(x, ERR_PARAMETER_MISSING, &invalid, buf_text(&text));
    return good;
}

enum err tailchat_no_list(struct exchange *x, const char *name)
{
    struct buf text;
    struct json faults;

    buf_init(&text, x->call.mem, 128);
    json_init(&faults, &text);
    json_open(&faults, NULL, '[');
    complain(x, &faults, name, "array");
    json_close(&faults, ']');
    return tailchat_fail(x, ERR_BAD_FIELD, &invalid, buf_text(&text));
}

/* -- lists ---------------------------------------------------------------------------------------
 */

static enum err from_json(struct exchange *x, const json_t *list, struct strs *out)
{
    size_t n = json_array_size(list);
    const char **v = arena_array(x->call.mem, n + 1, sizeof *v);

    if (!json_is_array(list) || n > LIST_MOST)
        return ERR_BAD_FIELD;
    for (size_t i = 0; i < n; i++) {
        v[i] = json_string_value(json_array_get(list, i));
        if (!v[i])
            return ERR_BAD_FIELD;
    }
    *out = (struct strs){v, n};
    return OK;
}

/* name, name[] or name[3] */
static bool is_element(const char *param, const char *name)
{
    size_t n = strlen(name);

    return strncmp(param, name, n) == 0 && (!param[n] || param[n] == '[');
}

static enum err from_form(struct exchange *x, const struct form *form, const char *name,
                          struct strs *out)
{
    const char **v = arena_array(x->call.mem, form->n + 1, sizeof *v);
    bool list = false;
    size_t n = 0;

    for (size_t i = 0; i < form->n; i++) {
        if (!is_element(form->v[i].name, name))
            continue;
        list = list || strchr(form->v[i].name, '[') || n > 0;
        v[n++] = form->v[i].value;
    }
    if (n == 0)
        return ERR_PARAMETER_MISSING;
    *out = (struct strs){v, n};
    return list ? OK : ERR_BAD_FIELD; /* one alone is a text */
}

enum err tailchat_list(struct exchange *x, const char *name, struct strs *out)
{
    const struct form query = exchange_peek(x);
    const json_t *member = json_object_get(x->json, name);

    if (member)
        return from_json(x, member, out);
    enum err e = from_form(x, &x->form, name, out);
    return e == ERR_PARAMETER_MISSING ? from_form(x, &query, name, out) : e;
}
