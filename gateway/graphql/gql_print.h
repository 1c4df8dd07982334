/*
 * gql_print - what a resolver hands over, as JSON; and taking back what was printed.
 */
#ifndef GRAPHQL_GQL_PRINT_H
#define GRAPHQL_GQL_PRINT_H
#include "gql_schema.h"
#include "json.h"

/* A place in what is being printed, to which it may be cut. */
struct gql_mark {
    size_t n;
    bool comma;
};

struct gql_mark gql_print_mark(const struct json *out);
void gql_print_cut(struct json *out, struct gql_mark to);

bool gql_given_null(const struct gql_given *given);
void gql_print_plain(struct json *out, const char *key,
                     const struct gql_given *given); /* neither object nor list */

#endif
