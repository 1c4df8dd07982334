/*
 * gql_check - may this document be executed (GraphQL 5)?
 *
 * All of its operations are checked against the schema, and against the bounds
 * of gql_limits.def, before anything is executed.  What is wrong is said with
 * its place.
 */
#ifndef GRAPHQL_GQL_CHECK_H
#define GRAPHQL_GQL_CHECK_H
#include "gql_error.h"
#include "gql_schema.h"

/* ERR_BAD_FIELD: see the errors. */
enum err gql_check(const struct gql_schema *schema, const struct gql_document *document,
                   struct gql_errors *errors) MUST_CHECK;

#endif
