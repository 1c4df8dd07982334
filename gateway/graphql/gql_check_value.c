/* gql_check_value.c - variables: their declarations and defaults, and that they are used. */
#include "gql_check_inside.h"
#include <string.h>

static void check_default(struct gql_checker *self, const struct gql_variable *v)
{
    struct gql_coerce coerce = self->coerce;

    coerce.declared = NULL; /* there are none in a default */
    if (v->fallback)
        (void)gql_coerce_value(&coerce, v->ref, v->fallback,
                               arena_printf(self->mem, "$%s", v->name));
}

static void check_variable(struct gql_checker *self, const struct gql_variable *v)
{
    const char *name = gql_ref_name(self->mem, gql_ref_of(v->ref));
    const struct gql_type *type = gql_schema_type(self->schema, name);

    for (const struct gql_variable *o = self->coerce.declared; o != v; o = o->next) {
        if (strcmp(o->name, v->name) == 0)
            gql_check_say(self, v->at, "there are two variables $%s", v->name);
    }
    if (!type || gql_type_composite(type))
        gql_check_say(self, v->at, "there is no type \"%.64s\" that a variable may have", name);
    else
        check_default(self, v);
}

void gql_check_variables(struct gql_checker *self, const struct gql_definition *operation)
{
    size_t n = 0;

    for (const struct gql_variable *v = operation->variables; v; v = v->next)
        n++;
    self->coerce = (struct gql_coerce){
        .mem = self->mem,
        .schema = self->schema,
        .errors = self->errors,
        .code = "GRAPHQL_VALIDATION_FAILED",
        .declared = operation->variables,
        .used = arena_array(self->mem, n + 1, sizeof(bool)),
        .checking = true,
    };
    for (const struct gql_variable *v = operation->variables; v; v = v->next)
        check_variable(self, v);
}

void gql_check_unused_variables(const struct gql_checker *self)
{
    size_t i = 0;

    for (const struct gql_variable *v = self->coerce.declared; v; v = v->next, i++) {
        if (!self->coerce.used[i])
            gql_check_say(self, v->at, "the variable $%s is not used", v->name);
    }
}
