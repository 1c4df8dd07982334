/*
 * zoo - a schema of a few types, and what is answered to a document under it.
 */
#ifndef TESTS_ZOO_H
#define TESTS_ZOO_H
#include "check.h"
#include "graphql.h"

extern const struct gql_schema zoo;

/* The body of the answer; ids of errors are left out.  variables: JSON, or NULL. */
const char *zoo_ask(const char *query, const char *variables);

/* The errors alone: "line:column text; …", "" if there are none. */
const char *zoo_errors(const char *query, const char *variables);
const char *zoo_errors_of(const struct graphql_request *request, int *status);

#endif
