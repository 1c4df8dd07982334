/*
 * gql_lexer - the tokens of a GraphQL document (GraphQL 2.1).
 *
 * The text is UTF-8 without NUL.  After a failure every further token is the
 * end, so that whoever reads on stops by itself; the first failure stands in
 * the errors.
 */
#ifndef GRAPHQL_GQL_LEXER_H
#define GRAPHQL_GQL_LEXER_H
#include "gql_error.h"

enum gql_token_kind { GQL_T_END, GQL_T_PUNCT, GQL_T_NAME, GQL_T_INT, GQL_T_FLOAT, GQL_T_STRING };

struct gql_token {
    enum gql_token_kind kind;
    struct gql_at at;
    const char *text; /* as written; of a string what it means; "..." is a punctuator too */
};

struct gql_lexer {
    const char *p;    /* what comes next */
    const char *line; /* where its line begins */
    int number;       /* of the line */
    int tokens;
    bool failed;
    struct gql_errors *errors;
    struct gql_token token; /* the one that is looked at */
};

void gql_lexer_init(struct gql_lexer *self, const char *text, struct gql_errors *errors);
void gql_lexer_next(struct gql_lexer *self); /* into token */

/* Says what is wrong, once. */
void gql_lexer_fail(struct gql_lexer *self, struct gql_at at, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

struct gql_at gql_lexer_at(const struct gql_lexer *self, const char *p); /* p: on this line */

/* What the string means that begins at self->p with '"', which moves behind it (GraphQL 2.9.4). */
const char *gql_string_read(struct gql_lexer *self);

#endif
