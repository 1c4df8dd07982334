#include "option.h"
#include <string.h>

/* Where the field's own name would not read well. */
static const struct spelling {
    const char *field, *name, *no;
} spellings[] = {
    {"redirect_uris", "redirect-uri", NULL},
    {"grant_types", "grant", NULL},
    {"auth_methods", "auth-method", NULL},
    {"permissions", "permission", NULL},
    {"groups", "group", NULL},
    {"client_name", "name", NULL},
    {"confidential", "confidential", "public"},
};

static const struct spelling *spelling_of(const struct msg_field *field)
{
    for (size_t i = 0; i < ARRAY_LEN(spellings); i++) {
        if (strcmp(spellings[i].field, field->name) == 0)
            return &spellings[i];
    }
    return NULL;
}

static const char *dashed(struct arena *mem, const char *name)
{
    char *out = arena_strdup(mem, name);

    for (char *p = out; *p; p++) {
        if (*p == '_')
            *p = '-';
    }
    return out;
}

static bool is_bool(const struct msg_field *field)
{
    return field->kind == MSG_bool || field->kind == MSG_maybe_bool;
}

static bool is_for_people(const struct msg_field *field)
{
    return !(field->flags & MSG_INTERNAL) && field->kind != MSG_list && field->kind != MSG_nest &&
           field->kind != MSG_bytes;
}

/* The one that sets it, and for a bool perhaps the one that unsets it. */
static size_t options_of(struct arena *mem, const struct msg_field *field, struct option out[2])
{
    const struct spelling *own = spelling_of(field);
    const char *name = own ? own->name : dashed(mem, field->name);
    enum option_how how = is_bool(field) ? OPTION_YES : OPTION_VALUE;

    if (field->flags & MSG_SECRET) {
        how = OPTION_STDIN;
        name = arena_printf(mem, "%s-stdin", name);
    }
    out[0] = (struct option){field, how, name};
    if (own && own->no)
        out[1] = (struct option){field, OPTION_NO, own->no};
    else if (field->kind == MSG_maybe_bool)
        out[1] = (struct option){field, OPTION_NO, arena_printf(mem, "no-%s", name)};
    else
        return 1;
    return 2;
}

size_t option_list(struct arena *mem, const struct msg_desc *desc, const char *except,
                   const struct option **out)
{
    struct option *list = arena_array(mem, 2 * desc->n_fields + 1, sizeof *list);
    size_t n = 0;

    for (size_t i = 0; i < desc->n_fields; i++) {
        const struct msg_field *field = &desc->fields[i];
        if (is_for_people(field) && !(except && strcmp(field->name, except) == 0))
            n += options_of(mem, field, &list[n]);
    }
    *out = list;
    return n;
}

const char *option_name(struct arena *mem, const struct msg_field *field)
{
    struct option options[2];

    options_of(mem, field, options);
    return arena_printf(mem, "--%s", options[0].name);
}
