/*
 * gql_check_inside - what the files of the check share.
 */
#ifndef GRAPHQL_GQL_CHECK_INSIDE_H
#define GRAPHQL_GQL_CHECK_INSIDE_H
#include "gql_check.h"
#include "gql_coerce.h"
#include "gql_collect.h"

struct gql_checker {
    struct arena *mem;
    const struct gql_schema *schema;
    const struct gql_document *document;
    struct gql_errors *errors;
    struct gql_coerce coerce; /* of the operation that is being checked */
    int fields, aliases;
    bool mutation; /* it is one */
};

void gql_check_say(const struct gql_checker *self, struct gql_at at, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

void gql_check_directives(const struct gql_checker *self, const struct gql_directive *first);

/* The selection sets at `parts`, which make one object of the answer. */
void gql_check_selection(struct gql_checker *self, const struct gql_part *parts, int depth);

void gql_check_variables(struct gql_checker *self, const struct gql_definition *operation);
void gql_check_unused_variables(const struct gql_checker *self);

#endif
