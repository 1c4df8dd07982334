/*
 * gql_parse - a document from its text (GraphQL 2).
 *
 * Executable documents only: operations and fragments.  What is wrong is said
 * with its place; reading ends there.  ERR_BAD_MESSAGE: see the errors.
 */
#ifndef GRAPHQL_GQL_PARSE_H
#define GRAPHQL_GQL_PARSE_H
#include "gql_lexer.h"

/* text: UTF-8, not kept. */
enum err gql_parse(const char *text, struct gql_errors *errors,
                   struct gql_document *out) MUST_CHECK;

/* A value of our own tables, without variables: it is known to be right. */
const struct gql_value *gql_parse_constant(struct arena *mem, const char *text);

#endif
