/*
 * gql_parse_inside - what the files of the parser share.
 *
 * Each function reads what its name says from the token that is looked at, and
 * leaves the one behind it.  After a failure they return what they have: the
 * token is the end, so none of them goes on.
 */
#ifndef GRAPHQL_GQL_PARSE_INSIDE_H
#define GRAPHQL_GQL_PARSE_INSIDE_H
#include "gql_parse.h"

struct gql_parser {
    struct gql_lexer lexer;
    struct arena *mem;
    int nesting;
};

bool gql_parse_is(const struct gql_parser *self, const char *punct);
bool gql_parse_is_word(const struct gql_parser *self, const char *word);
bool gql_parse_skip(struct gql_parser *self, const char *punct);   /* if it is there */
void gql_parse_expect(struct gql_parser *self, const char *punct); /* it must be there */
const char *gql_parse_name(struct gql_parser *self, const char *what);
void gql_parse_surprise(struct gql_parser *self, const char *wanted); /* fails */

/* Around whatever may contain itself.  enter: false when it is too deep, which fails. */
bool gql_parse_enter(struct gql_parser *self);
void gql_parse_leave(struct gql_parser *self);

/* constant: no variables (defaults of variables). */
const struct gql_value *gql_parse_value(struct gql_parser *self, bool constant);
const struct gql_value *gql_parse_arguments(struct gql_parser *self, bool constant);
const char *gql_parse_ref(struct gql_parser *self);

#endif
