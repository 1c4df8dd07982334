/*
 * gql_ast - a GraphQL document as it was written (GraphQL, October 2021, section 2).
 *
 * Plain records in the arena of the request; lists hang on `next`, in the order
 * of the text.  A place counts lines and characters from 1; line 0 is none: the
 * value came as a variable.
 */
#ifndef GRAPHQL_GQL_AST_H
#define GRAPHQL_GQL_AST_H
#include "arena.h"

enum gql_limit {
#define GQL_LIMIT(name, most, what) GQL_MAX_##name = (most),
#include "gql_limits.def"
#undef GQL_LIMIT
};

struct gql_at {
    int line, column;
};

enum gql_kind {
    GQL_NULL,
    GQL_INT,
    GQL_FLOAT,
    GQL_STRING,
    GQL_BOOLEAN,
    GQL_ENUM,
    GQL_LIST,
    GQL_OBJECT,
    GQL_VARIABLE,
};

/* A value, or a member of an object, or an argument: those have names. */
struct gql_value {
    enum gql_kind kind;
    struct gql_at at;
    const char *name;              /* as a member or an argument */
    const char *text;              /* INT, FLOAT, STRING, ENUM; the name of a VARIABLE */
    int64_t number;                /* INT */
    bool truth;                    /* BOOLEAN */
    bool foreign;                  /* came as JSON, which has neither enums nor several numbers */
    const struct gql_value *first; /* LIST: elements; OBJECT: members */
    const struct gql_value *next;
};

struct gql_directive {
    const char *name;
    struct gql_at at;
    const struct gql_value *args;
    const struct gql_directive *next;
};

enum gql_selected { GQL_FIELD, GQL_SPREAD, GQL_INLINE };

struct gql_selection {
    enum gql_selected kind;
    struct gql_at at;
    const char *alias; /* FIELD; NULL: none */
    const char *name;  /* FIELD, SPREAD */
    const char *on;    /* INLINE: type condition; NULL: none */
    const struct gql_value *args;
    const struct gql_directive *directives;
    const struct gql_selection *set; /* FIELD, INLINE; NULL: none */
    const struct gql_selection *next;
};

struct gql_variable {
    const char *name;
    struct gql_at at;
    const char *ref;                  /* its type, as gql_ref.h has it */
    const struct gql_value *fallback; /* NULL: none */
    const struct gql_variable *next;
};

/* An operation, or a fragment, which has `on`. */
struct gql_definition {
    const char *keyword; /* query, mutation, subscription, fragment */
    const char *name;    /* NULL: none */
    const char *on;      /* type condition of a fragment */
    struct gql_at at;
    const struct gql_variable *variables;
    const struct gql_directive *directives;
    const struct gql_selection *set;
    const struct gql_definition *next;
};

struct gql_document {
    const struct gql_definition *operations, *fragments;
};

#endif
