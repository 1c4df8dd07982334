/*
 * graphql - a request in the language GraphQL, and its response (GraphQL 7, GraphQL over HTTP).
 *
 * Reads the document, checks it, executes the operation that is meant.  What
 * cannot be executed is answered 400 with errors alone, as the servers that
 * clients know do it; once something was executed the answer is 200, whatever
 * errors there are in it.
 */
#ifndef GRAPHQL_GRAPHQL_H
#define GRAPHQL_GRAPHQL_H
#include "gql_run.h"

struct graphql_request {
    const char *query;     /* the document; NULL: there is none */
    const char *operation; /* which of its operations; NULL: the only one */
    json_t *variables;     /* an object; NULL: none */
    bool only_reading;     /* mutations are refused: 405 */
};

struct graphql_reply {
    int status;
    struct bytes body; /* JSON */
};

/* mem: of its own for this request, and with a limit of GRAPHQL_MEMORY at least. */
enum { GRAPHQL_MEMORY = 8 << 20 };
void graphql_answer(const struct gql_world *world, struct arena *mem,
                    const struct graphql_request *request, struct graphql_reply *out);

#endif
