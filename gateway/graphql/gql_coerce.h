/*
 * gql_coerce - values as their types want them (GraphQL 3.5 to 3.12, 6.1.2, 6.4.1).
 *
 * The same walk serves the check of a document, where variables stand for
 * whatever their declaration promises, and its execution, where they have
 * values.  What does not fit is said at its place, under the given code.
 */
#ifndef GRAPHQL_GQL_COERCE_H
#define GRAPHQL_GQL_COERCE_H
#include "gql_error.h"
#include "gql_schema.h"

struct gql_coerce {
    struct arena *mem;
    const struct gql_schema *schema;
    struct gql_errors *errors;
    const char *code;
    const struct gql_variable *declared; /* of the operation */
    bool *used;                          /* check: which of them were met, in their order */
    const struct gql_value *variables;   /* execution: values, by name */
    bool checking;
};

/* A value for a place of the type ref; name: of the place, "application.name".  NULL: it does not
 * fit. */
const struct gql_value *gql_coerce_value(const struct gql_coerce *self, const char *ref,
                                         const struct gql_value *v, const char *name);

/* All arguments of a field, or all members of an input object. */
struct gql_inputs {
    const char *type, *field; /* whose they are; field NULL: members */
    const char *within;       /* what they are of, for what is said: "account", "application" */
    struct gql_at at;
    const struct gql_value *given;
};

/* Defaults are put in.  false: something does not fit, which was said. */
bool gql_coerce_inputs(const struct gql_coerce *self, const struct gql_inputs *of,
                       const struct gql_value **out);

/* The values of the operation's variables: what was sent, checked, and defaults. */
bool gql_coerce_variables(const struct gql_coerce *self, const struct gql_value *sent,
                          const struct gql_value **out);

#endif
