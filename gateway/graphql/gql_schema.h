/*
 * gql_schema - what may be asked: types and fields, as tables (GraphQL 3).
 *
 * A schema is rows in a .def file (see dialects/opencollective/opencollective_graphql.def) of
 * which each table takes its own.  Rows name their types by text; the tables
 * are small and are searched.  A field that a type does not have is looked for
 * in the interfaces that it implements, so that those are written once.
 */
#ifndef GRAPHQL_GQL_SCHEMA_H
#define GRAPHQL_GQL_SCHEMA_H
#include "gql_ref.h"
#include "gql_value.h"

enum gql_type_kind {
    GQL_TYPE_SCALAR,
    GQL_TYPE_OBJECT,
    GQL_TYPE_INTERFACE,
    GQL_TYPE_ENUM,
    GQL_TYPE_INPUT
};

struct gql_type {
    const char *name;
    enum gql_type_kind kind;
    const char *implements; /* OBJECT: words; NULL: nothing */
    const char *doc;
    /* SCALAR: the text in its normal form, or NULL and *why ("must be …"), fit for the public.
     * NULL: any text is fine. */
    const char *(*accept)(struct arena *mem, const char *text, const char **why);
};

/* What a resolver hands over for a field. */
enum gql_given_kind {
    GQL_G_NULL,
    GQL_G_TEXT, /* of a string, an enum, any scalar that is written as one; NULL: null */
    GQL_G_INT,
    GQL_G_BOOL,
    GQL_G_TIME,   /* ms since 1970; 0: null */
    GQL_G_WORDS,  /* words.h, as a list of texts */
    GQL_G_OBJECT, /* p: the object; NULL: null */
    GQL_G_LIST,   /* n of them at items */
};

struct gql_given {
    enum gql_given_kind kind;
    const char *text;
    int64_t number;
    const void *p;
    const char *type; /* OBJECT: its own type, where the field names an interface */
    const struct gql_given *items;
    size_t n;
};

/* A field that is asked for. */
struct gql_schema;
struct gql_ask {
    struct arena *mem;
    const struct gql_schema *schema;
    void *ctx;                    /* of the whole request */
    const char *type;             /* of the object whose field it is */
    const void *self;             /* the object; NULL at the root */
    const struct gql_value *args; /* all that the field has, defaults put in; gql_value.h */
};

/* An error is said as gql_run.h tells; *out is NULL then. */
typedef enum err (*gql_resolver)(const struct gql_ask *ask, struct gql_given *out);

struct gql_field {
    const char *type, *name;
    const char *ref;      /* what it gives, as gql_ref.h has it */
    gql_resolver resolve; /* NULL: the member at offset of the object, which is of kind `member` */
    enum gql_given_kind member;
    size_t offset;
    const char *doc;
};

/* An argument of a field; or a field of an input type, then field is NULL. */
struct gql_input {
    const char *type, *field, *name, *ref;
    const char *fallback; /* as it is written in a document; NULL: none */
    const char *doc;
};

struct gql_enum_value {
    const char *type, *name, *doc;
};

struct gql_tables {
    const struct gql_type *types;
    const struct gql_field *fields;
    const struct gql_input *inputs;
    const struct gql_enum_value *values;
    size_t n_types, n_fields, n_inputs, n_values;
};

struct gql_schema {
    const char *query, *mutation; /* names of the root types */
    const struct gql_tables *own;
};

/* All of them search what every schema has as well: String …, and __Schema … (GraphQL 4). */
const struct gql_type *gql_schema_type(const struct gql_schema *self, const char *name);
const struct gql_field *gql_schema_field(const struct gql_schema *self, const char *type,
                                         const char *name);
const struct gql_input *gql_schema_input(const struct gql_schema *self, const char *type,
                                         const char *field, const char *name);
bool gql_schema_has_value(const struct gql_schema *self, const char *type, const char *name);
bool gql_schema_is(const struct gql_schema *self, const char *type,
                   const char *wanted); /* the same, or implements it */
bool gql_schema_overlap(const struct gql_schema *self, const char *a,
                        const char *b); /* could an object be both? */

/* The tables one after the other: i counts through all of them; NULL: no more. */
const struct gql_type *gql_schema_type_at(const struct gql_schema *self, size_t i);
const struct gql_field *gql_schema_field_at(const struct gql_schema *self, size_t i);
const struct gql_input *gql_schema_input_at(const struct gql_schema *self, size_t i);
const struct gql_enum_value *gql_schema_value_at(const struct gql_schema *self, size_t i);

bool gql_type_composite(const struct gql_type *self); /* it has fields */

extern const struct gql_tables gql_builtin;

#endif
