/*
 * gql_error - what went wrong, as the response says it (GraphQL 7.1.2).
 *
 * Errors are collected, the first GQL_ERRORS_MAX of them; one that was said of
 * the same place before is not said again.
 */
#ifndef GRAPHQL_GQL_ERROR_H
#define GRAPHQL_GQL_ERROR_H
#include "gql_ast.h"
#include "json.h"

enum { GQL_ERRORS_MAX = 10 };

struct gql_error {
    const char *text;
    const char *code;  /* extensions.code */
    struct gql_at at;  /* line 0: nowhere in the document */
    const char *path;  /* JSON; NULL: no field of the answer */
    const char *extra; /* further members of extensions, as JSON; NULL: none */
};

struct gql_errors {
    struct arena *mem;
    struct gql_error v[GQL_ERRORS_MAX];
    size_t n;
};

void gql_errors_init(struct gql_errors *self, struct arena *mem);
void gql_errors_add(struct gql_errors *self, const struct gql_error *error); /* a copy */

/* One of the document itself.  code: GRAPHQL_PARSE_FAILED and the like. */
void gql_errors_say(struct gql_errors *self, const char *code, struct gql_at at, const char *fmt,
                    ...) PRINTF_LIKE(4, 5);

/* The member "errors"; nothing when there are none. */
void gql_errors_print(const struct gql_errors *self, struct json *out);

#endif
