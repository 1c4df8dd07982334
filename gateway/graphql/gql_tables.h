/*
 * gql_tables - makes the tables of a schema from its rows.
 *
 * Included once by a file that defines GQL_DEF, the .def, and has the resolvers
 * that it names; GQL_TABLES is what a struct gql_tables begins with then.  Rows:
 *
 *   TYPE(kind, name, implements, accept, doc)   gql_schema.h; implements and accept may be NULL
 *   FIELD(type, name, ref, from, doc)           from: BY(resolver), or AT(kind, struct, member)
 *   ARG(type, field, name, ref, fallback, doc)  fallback may be NULL
 *   INPUT(type, name, ref, fallback, doc)
 *   VALUE(type, name, doc)
 */
#include "gql_schema.h"

/* clang-format off */
#define BY(resolver) .resolve = (resolver)
#define AT(kind, object, at) .member = GQL_G_##kind, .offset = offsetof(struct object, at)

#define TYPE(k, n, i, a, d) {.kind = GQL_TYPE_##k, .name = #n, .implements = (i), .accept = (a), .doc = (d)},
#define FIELD(...)
#define ARG(...)
#define INPUT(...)
#define VALUE(...)
static const struct gql_type gql_types[] = {
#include GQL_DEF
};
#undef TYPE
#undef FIELD

#define TYPE(...)
#define FIELD(t, n, r, from, d) {.type = #t, .name = #n, .ref = (r), .doc = (d), from},
static const struct gql_field gql_fields[] = {
#include GQL_DEF
};
#undef FIELD
#undef ARG
#undef INPUT

#define FIELD(...)
#define ARG(t, f, n, r, b, d) {.type = #t, .field = #f, .name = #n, .ref = (r), .fallback = (b), .doc = (d)},
#define INPUT(t, n, r, b, d) {.type = #t, .name = #n, .ref = (r), .fallback = (b), .doc = (d)},
static const struct gql_input gql_inputs[] = {
#include GQL_DEF
};
#undef ARG
#undef INPUT
#undef VALUE

#define ARG(...)
#define INPUT(...)
#define VALUE(t, n, d) {.type = #t, .name = #n, .doc = (d)},
static const struct gql_enum_value gql_values[] = {
#include GQL_DEF
};
#undef TYPE
#undef FIELD
#undef ARG
#undef INPUT
#undef VALUE
#undef BY
#undef AT
/* clang-format on */

#define GQL_TABLES                                                                                 \
    {                                                                                              \
        .types = gql_types, .n_types = ARRAY_LEN(gql_types), .fields = gql_fields,                 \
        .n_fields = ARRAY_LEN(gql_fields), .inputs = gql_inputs,                                   \
        .n_inputs = ARRAY_LEN(gql_inputs), .values = gql_values, .n_values = ARRAY_LEN(gql_values) \
    }
