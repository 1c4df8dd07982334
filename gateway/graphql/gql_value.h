/*
 * gql_value - reading arguments, and values that came as JSON.
 *
 * What a resolver gets has been checked against the schema: each argument that
 * it has or that has a default is there, of its type.  Variables are no more.
 */
#ifndef GRAPHQL_GQL_VALUE_H
#define GRAPHQL_GQL_VALUE_H
#include "gql_ast.h"
#include <jansson.h>

/* The member of an object, or the argument of a list of them.  NULL: it is not there. */
const struct gql_value *gql_member(const struct gql_value *first, const char *name);

/* The same, of which null counts as absent. */
const char *gql_text(const struct gql_value *first, const char *name);
const struct gql_value *gql_object(const struct gql_value *first,
                                   const char *name); /* its first member */
bool gql_int(const struct gql_value *first, const char *name, int64_t *out);
bool gql_truth(const struct gql_value *first, const char *name); /* it is true */
bool gql_has(const struct gql_value *first, const char *name);   /* null too */

/* Texts of a list, as words; NULL: absent. */
const char *gql_words(struct arena *mem, const struct gql_value *first, const char *name);

bool gql_value_equal(const struct gql_value *a, const struct gql_value *b);

/* json: of at most GQL_MAX_NESTING levels; nothing of it is kept. */
const struct gql_value *gql_value_of_json(struct arena *mem, json_t *json);

#endif
