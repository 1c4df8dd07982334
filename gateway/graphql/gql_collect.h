/*
 * gql_collect - the fields of selection sets, fragments put in their places, those with the same
 * key of the answer together (GraphQL 6.3.2).
 *
 * Check and execution walk a document in this same way, and differ in what they
 * let in.
 */
#ifndef GRAPHQL_GQL_COLLECT_H
#define GRAPHQL_GQL_COLLECT_H
#include "gql_ast.h"

/* A selection set, and of what type it selects. */
struct gql_part {
    const struct gql_selection *set;
    const char *type;
    const struct gql_part *next;
};

/* A field, and the type in whose selection set it stands. */
struct gql_entry {
    const struct gql_selection *field;
    const char *type;
    const struct gql_entry *next;
};

struct gql_group {
    const char *key; /* of the answer */
    const struct gql_entry *first;
    const struct gql_entry **end;
    struct gql_group *next;
};

struct gql_collector {
    struct arena *mem;
    const struct gql_document *document;
    void *ctx;
    /* Is this selection to be taken?  *type: the type around it; of a fragment it may be changed to
     * that of what stands in it. */
    bool (*enter)(void *ctx, const struct gql_selection *s, const char **type);
};

/* In the order in which the keys first come. */
const struct gql_group *gql_collect(const struct gql_collector *self, const struct gql_part *parts);

const struct gql_definition *gql_fragment(const struct gql_document *document,
                                          const char *name); /* NULL: there is none */

#endif
