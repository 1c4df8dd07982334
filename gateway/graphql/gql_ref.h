/*
 * gql_ref - references to types, as texts: "String", "String!", "[OAuthScope!]!".
 *
 * The same form stands in the tables of a schema and in variables' declarations
 * (GraphQL 2.11), so that comparing two is comparing texts.
 */
#ifndef GRAPHQL_GQL_REF_H
#define GRAPHQL_GQL_REF_H
#include "arena.h"

struct gql_ref {
    const char *p;
    size_t n;
};

struct gql_ref gql_ref_of(const char *text);
bool gql_ref_required(struct gql_ref self); /* it ends with '!' */
bool gql_ref_list(struct gql_ref self);     /* it is a list, required or not */
struct gql_ref
gql_ref_inner(struct gql_ref self); /* without its '!'; else of a list its elements */
struct gql_ref gql_ref_element(struct gql_ref self);              /* of a list, required or not */
const char *gql_ref_name(struct arena *mem, struct gql_ref self); /* the type within all of it */
const char *gql_ref_text(struct arena *mem, struct gql_ref self);

/* May a variable of this type stand where `place` is wanted (GraphQL 5.8.5)?  given: it has a
 * default that is not null, or the place has one. */
bool gql_ref_fits(struct gql_ref variable, struct gql_ref place, bool given);

#endif
