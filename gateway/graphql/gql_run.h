/*
 * gql_run - executing an operation that was checked (GraphQL 6).
 *
 * Fields are resolved one after the other, in the order of the document, and
 * printed as they come.  A field that fails is null, and so is whatever cannot
 * be without it (6.4.4); what went wrong is among the errors, with its path.
 */
#ifndef GRAPHQL_GQL_RUN_H
#define GRAPHQL_GQL_RUN_H
#include "gql_error.h"
#include "gql_schema.h"

/* How an error of a resolver is told. */
struct gql_said {
    const char *text, *code;
    const char *extra; /* further members of extensions, as JSON; NULL: none */
};

struct gql_world {
    const struct gql_schema *schema;
    void *ctx; /* of the request, for resolvers */
    void (*say)(void *ctx, enum err e, struct gql_said *out);
};

struct gql_job {
    const struct gql_document *document;
    const struct gql_definition *operation;
    const struct gql_value *variables; /* coerced */
};

/* Prints the value of the member "data" into out; errors grow. */
void gql_run(const struct gql_world *world, const struct gql_job *job, struct gql_errors *errors,
             struct json *out);

#endif
