#include "gql_schema.h"
#include "words.h"
#include <string.h>

/* The i-th row of a table, its own rows first. */
#define AT(self, rows, count, i)                                                                   \
    ((i) < (self)->own->count                       ? &(self)->own->rows[i]                        \
     : (i) - (self)->own->count < gql_builtin.count ? &gql_builtin.rows[(i) - (self)->own->count]  \
                                                    : NULL)

const struct gql_type *gql_schema_type_at(const struct gql_schema *self, size_t i)
{
    return AT(self, types, n_types, i);
}

const struct gql_field *gql_schema_field_at(const struct gql_schema *self, size_t i)
{
    return AT(self, fields, n_fields, i);
}

const struct gql_input *gql_schema_input_at(const struct gql_schema *self, size_t i)
{
    return AT(self, inputs, n_inputs, i);
}

const struct gql_enum_value *gql_schema_value_at(const struct gql_schema *self, size_t i)
{
    return AT(self, values, n_values, i);
}

const struct gql_type *gql_schema_type(const struct gql_schema *self, const char *name)
{
    const struct gql_type *t;

    for (size_t i = 0; (t = gql_schema_type_at(self, i)); i++) {
        if (strcmp(t->name, name) == 0)
            return t;
    }
    return NULL;
}

/* What the type implements, as words; "" for one that implements nothing. */
static const char *interfaces(const struct gql_schema *self, const char *type)
{
    const struct gql_type *t = gql_schema_type(self, type);

    return t && t->implements ? t->implements : "";
}

/* What every type has, and the root besides (GraphQL 4.1, 4.2). */
static const struct gql_field *meta_field(const struct gql_schema *self, const char *type,
                                          const char *name)
{
    const struct gql_field *f;

    for (size_t i = 0; (f = gql_schema_field_at(self, i)); i++) {
        bool everywhere = strcmp(f->type, "__Any") == 0;
        bool at_root = strcmp(f->type, "__Root") == 0 && strcmp(type, self->query) == 0;
        if ((everywhere || at_root) && strcmp(f->name, name) == 0)
            return f;
    }
    return NULL;
}

const struct gql_field *gql_schema_field(const struct gql_schema *self, const char *type,
                                         const char *name)
{
    const char *above = interfaces(self, type);
    const struct gql_field *f, *inherited = NULL;

    for (size_t i = 0; (f = gql_schema_field_at(self, i)); i++) {
        if (strcmp(f->name, name) != 0)
            continue;
        if (strcmp(f->type, type) == 0)
            return f;
        if (words_has(above, f->type))
            inherited = f;
    }
    return inherited ? inherited : meta_field(self, type, name);
}

const struct gql_input *gql_schema_input(const struct gql_schema *self, const char *type,
                                         const char *field, const char *name)
{
    const struct gql_input *in;

    for (size_t i = 0; (in = gql_schema_input_at(self, i)); i++) {
        if (strcmp(in->type, type) == 0 && strcmp(in->name, name) == 0 &&
            (in->field == field || (in->field && field && strcmp(in->field, field) == 0)))
            return in;
    }
    return NULL;
}

bool gql_schema_has_value(const struct gql_schema *self, const char *type, const char *name)
{
    const struct gql_enum_value *v;

    for (size_t i = 0; (v = gql_schema_value_at(self, i)); i++) {
        if (strcmp(v->type, type) == 0 && strcmp(v->name, name) == 0)
            return true;
    }
    return false;
}

bool gql_schema_is(const struct gql_schema *self, const char *type, const char *wanted)
{
    return strcmp(type, wanted) == 0 || words_has(interfaces(self, type), wanted);
}

bool gql_schema_overlap(const struct gql_schema *self, const char *a, const char *b)
{
    const struct gql_type *t;

    for (size_t i = 0; (t = gql_schema_type_at(self, i)); i++) {
        if (t->kind == GQL_TYPE_OBJECT && gql_schema_is(self, t->name, a) &&
            gql_schema_is(self, t->name, b))
            return true;
    }
    return false;
}

bool gql_type_composite(const struct gql_type *self)
{
    return self->kind == GQL_TYPE_OBJECT || self->kind == GQL_TYPE_INTERFACE;
}
