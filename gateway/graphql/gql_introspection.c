/*
 * gql_introspection - what a schema says of itself (GraphQL 4).
 *
 * The object of __Type is the reference to it, a text: "[Application!]".
 */
#include "gql_schema.h"
#include "words.h"
#include <string.h>

struct directive {
    const char *name, *doc;
};

static const struct directive known[] = {
    {"include", "Leaves out what it stands at unless its condition holds."},
    {"skip", "Leaves out what it stands at if its condition holds."},
};

/* A list that is being made of rows that fit. */
struct list {
    struct arena *mem;
    struct gql_given *v;
    size_t n, room;
};

static struct list list_new(const struct gql_ask *ask)
{
    return (struct list){.mem = ask->mem};
}

static void list_add(struct list *self, const void *p)
{
    if (self->n == self->room) {
        const struct gql_given *old = self->v;
        self->room = self->room ? self->room * 2 : 8;
        self->v = arena_array(self->mem, self->room, sizeof *self->v);
        if (old)
            memcpy(self->v, old, self->n * sizeof *old);
    }
    self->v[self->n++] = (struct gql_given){.kind = GQL_G_OBJECT, .p = p};
}

static enum err list_give(const struct list *self, struct gql_given *out)
{
    *out = (struct gql_given){.kind = GQL_G_LIST, .items = self->v, .n = self->n};
    return OK;
}

static enum err give_text(const char *text, struct gql_given *out)
{
    *out = (struct gql_given){.kind = GQL_G_TEXT, .text = text};
    return OK;
}

static enum err give_type(const char *ref, struct gql_given *out)
{
    *out = (struct gql_given){.kind = GQL_G_OBJECT, .p = ref};
    return OK;
}

static enum err nothing(const struct gql_ask *ask, struct gql_given *out)
{
    (void)ask;
    *out = (struct gql_given){.kind = GQL_G_NULL};
    return OK;
}

static enum err no(const struct gql_ask *ask, struct gql_given *out)
{
    (void)ask;
    *out = (struct gql_given){.kind = GQL_G_BOOL};
    return OK;
}

/* -- the root -------------------------------------------------------------------------------------
 */

static enum err typename(const struct gql_ask *ask, struct gql_given *out) {
    return give_text(ask->type, out);
}

static enum err schema(const struct gql_ask *ask, struct gql_given *out)
{
    return give_type((const char *)ask->schema, out);
}

static enum err named(const struct gql_ask *ask, struct gql_given *out)
{
    const struct gql_type *t = gql_schema_type(ask->schema, gql_text(ask->args, "name"));

    return give_type(t ? t->name : NULL, out);
}

static enum err query(const struct gql_ask *ask, struct gql_given *out)
{
    return give_type(ask->schema->query, out);
}

static enum err mutation(const struct gql_ask *ask, struct gql_given *out)
{
    return give_type(ask->schema->mutation, out);
}

static enum err types(const struct gql_ask *ask, struct gql_given *out)
{
    struct list list = list_new(ask);
    const struct gql_type *t;

    for (size_t i = 0; (t = gql_schema_type_at(ask->schema, i)); i++)
        list_add(&list, t->name);
    return list_give(&list, out);
}

static enum err directives(const struct gql_ask *ask, struct gql_given *out)
{
    struct list list = list_new(ask);

    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        list_add(&list, &known[i]);
    return list_give(&list, out);
}

/* -- types ----------------------------------------------------------------------------------------
 */

/* NULL: it is made of another. */
static const struct gql_type *type_of(const struct gql_ask *ask)
{
    return gql_schema_type(ask->schema, ask->self);
}

static bool is_kind(const struct gql_ask *ask, enum gql_type_kind kind)
{
    const struct gql_type *t = type_of(ask);

    return t && t->kind == kind;
}

static enum err type_kind(const struct gql_ask *ask, struct gql_given *out)
{
    static const char *const names[] = {"SCALAR", "OBJECT", "INTERFACE", "ENUM", "INPUT_OBJECT"};
    const struct gql_ref ref = gql_ref_of(ask->self);

    if (gql_ref_required(ref))
        return give_text("NON_NULL", out);
    return give_text(gql_ref_list(ref) ? "LIST" : names[type_of(ask)->kind], out);
}

static enum err type_name(const struct gql_ask *ask, struct gql_given *out)
{
    return give_text(type_of(ask) ? ask->self : NULL, out);
}

static enum err type_doc(const struct gql_ask *ask, struct gql_given *out)
{
    return give_text(type_of(ask) ? type_of(ask)->doc : NULL, out);
}

static enum err type_inner(const struct gql_ask *ask, struct gql_given *out)
{
    const struct gql_ref ref = gql_ref_of(ask->self);

    if (type_of(ask))
        return nothing(ask, out);
    return give_type(gql_ref_text(ask->mem, gql_ref_inner(ref)), out);
}

static enum err type_fields(const struct gql_ask *ask, struct gql_given *out)
{
    const struct gql_type *t = type_of(ask);
    struct list list = list_new(ask);
    const struct gql_field *f;

    if (!t || !gql_type_composite(t))
        return nothing(ask, out);
    for (size_t i = 0; (f = gql_schema_field_at(ask->schema, i)); i++) {
        if (gql_schema_is(ask->schema, t->name, f->type) &&
            gql_schema_field(ask->schema, t->name, f->name) == f)
            list_add(&list, f);
    }
    return list_give(&list, out);
}

static enum err type_interfaces(const struct gql_ask *ask, struct gql_given *out)
{
    const struct gql_type *t = type_of(ask), *o;
    struct list list = list_new(ask);

    if (!t || !gql_type_composite(t))
        return nothing(ask, out);
    for (size_t i = 0; (o = gql_schema_type_at(ask->schema, i)); i++) {
        if (o != t && gql_schema_is(ask->schema, t->name, o->name))
            list_add(&list, o->name);
    }
    return list_give(&list, out);
}

static enum err type_possible(const struct gql_ask *ask, struct gql_given *out)
{
    struct list list = list_new(ask);
    const struct gql_type *o;

    if (!is_kind(ask, GQL_TYPE_INTERFACE))
        return nothing(ask, out);
    for (size_t i = 0; (o = gql_schema_type_at(ask->schema, i)); i++) {
        if (o->kind == GQL_TYPE_OBJECT && gql_schema_is(ask->schema, o->name, ask->self))
            list_add(&list, o->name);
    }
    return list_give(&list, out);
}

static enum err type_values(const struct gql_ask *ask, struct gql_given *out)
{
    struct list list = list_new(ask);
    const struct gql_enum_value *v;

    if (!is_kind(ask, GQL_TYPE_ENUM))
        return nothing(ask, out);
    for (size_t i = 0; (v = gql_schema_value_at(ask->schema, i)); i++) {
        if (strcmp(v->type, ask->self) == 0)
            list_add(&list, v);
    }
    return list_give(&list, out);
}

static enum err type_one_of(const struct gql_ask *ask, struct gql_given *out)
{
    return is_kind(ask, GQL_TYPE_INPUT) ? no(ask, out) : nothing(ask, out);
}

/* -- fields and arguments -------------------------------------------------------------------------
 */

/* field NULL: the fields of an input object. */
static enum err give_inputs(const struct gql_ask *ask, const char *type, const char *field,
                            struct gql_given *out)
{
    struct list list = list_new(ask);
    const struct gql_input *in;

    for (size_t i = 0; (in = gql_schema_input_at(ask->schema, i)); i++) {
        if (strcmp(in->type, type) == 0 && !in->field == !field &&
            (!field || strcmp(in->field, field) == 0))
            list_add(&list, in);
    }
    return list_give(&list, out);
}

static enum err type_inputs(const struct gql_ask *ask, struct gql_given *out)
{
    return is_kind(ask, GQL_TYPE_INPUT) ? give_inputs(ask, ask->self, NULL, out)
                                        : nothing(ask, out);
}

static enum err field_args(const struct gql_ask *ask, struct gql_given *out)
{
    const struct gql_field *f = ask->self;

    return give_inputs(ask, f->type, f->name, out);
}

static enum err field_type(const struct gql_ask *ask, struct gql_given *out)
{
    return give_type(((const struct gql_field *)ask->self)->ref, out);
}

static enum err input_type(const struct gql_ask *ask, struct gql_given *out)
{
    return give_type(((const struct gql_input *)ask->self)->ref, out);
}

static enum err directive_places(const struct gql_ask *ask, struct gql_given *out)
{
    (void)ask;
    *out = (struct gql_given){.kind = GQL_G_WORDS, .text = "FIELD FRAGMENT_SPREAD INLINE_FRAGMENT"};
    return OK;
}

static enum err directive_args(const struct gql_ask *ask, struct gql_given *out)
{
    return give_inputs(ask, "directive", ((const struct directive *)ask->self)->name, out);
}

#define GQL_DEF "gql_introspection.def"
#include "gql_tables.h"

const struct gql_tables gql_builtin = GQL_TABLES;
