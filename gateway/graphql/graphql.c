#include "graphql.h"
#include "gql_check.h"
#include "gql_coerce.h"
#include "gql_parse.h"
#include <string.h>

static const char BAD_INPUT[] = "BAD_USER_INPUT";
static const struct gql_at NOWHERE = {0};

/* The operation that is meant (GraphQL 6.1).  NULL: none, which was said. */
static const struct gql_definition *choose(const struct gql_document *document, const char *name,
                                           struct gql_errors *errors)
{
    const struct gql_definition *op = document->operations;

    if (!name && op->next) {
        gql_errors_say(errors, "OPERATION_RESOLUTION_FAILURE", NOWHERE,
                       "operationName is missing: there are several operations");
        return NULL;
    }
    while (name && op && !(op->name && strcmp(op->name, name) == 0))
        op = op->next;
    if (!op)
        gql_errors_say(errors, "OPERATION_RESOLUTION_FAILURE", NOWHERE,
                       "there is no operation \"%.64s\"", name);
    return op;
}

static size_t depth_of(json_t *json)
{
    size_t most = 0, i;
    json_t *part;
    const char *key;

    json_array_foreach(json, i, part)
    {
        size_t n = depth_of(part);
        most = n > most ? n : most;
    }
    json_object_foreach(json, key, part)
    {
        size_t n = depth_of(part);
        most = n > most ? n : most;
    }
    return most + 1;
}

static bool take_variables(const struct gql_world *world, const struct graphql_request *request,
                           struct gql_job *job, struct gql_errors *errors)
{
    const struct gql_coerce coerce = {
        .mem = errors->mem,
        .schema = world->schema,
        .errors = errors,
        .code = BAD_INPUT,
        .declared = job->operation->variables,
    };
    const struct gql_value *sent = NULL;

    if (request->variables && !json_is_null(request->variables)) {
        if (!json_is_object(request->variables) || depth_of(request->variables) > GQL_MAX_NESTING) {
            gql_errors_say(errors, BAD_INPUT, NOWHERE, "variables must be a JSON object");
            return false;
        }
        sent = gql_value_of_json(errors->mem, request->variables)->first;
    }
    return gql_coerce_variables(&coerce, sent, &job->variables);
}

/* 0: it may be executed; else the status of the answer, and why stands in the errors. */
static int prepare(const struct gql_world *world, const struct graphql_request *request,
                   struct gql_document *document, struct gql_job *job, struct gql_errors *errors)
{
    if (!request->query || !*request->query) {
        gql_errors_say(errors, "BAD_REQUEST", NOWHERE, "query is missing");
        return 400;
    }
    if (gql_parse(request->query, errors, document) || gql_check(world->schema, document, errors))
        return 400;
    job->document = document;
    job->operation = choose(document, request->operation, errors);
    if (!job->operation)
        return 400;
    if (request->only_reading && strcmp(job->operation->keyword, "query") != 0) {
        gql_errors_say(errors, "BAD_REQUEST", NOWHERE, "a mutation must be sent by POST");
        return 405;
    }
    return take_variables(world, request, job, errors) ? 0 : 400;
}

void graphql_answer(const struct gql_world *world, struct arena *mem,
                    const struct graphql_request *request, struct graphql_reply *out)
{
    struct gql_document document;
    struct gql_job job = {0};
    struct gql_errors errors;
    struct buf body, data;
    struct json json;

    gql_errors_init(&errors, mem);
    buf_init(&body, mem, 1024);
    json_init(&json, &body);
    json_open(&json, NULL, '{');
    int refused = prepare(world, request, &document, &job, &errors);
    buf_init(&data, mem, 4096);
    if (!refused) {
        struct json data_json;
        json_init(&data_json, &data);
        gql_run(world, &job, &errors, &data_json);
    }
    gql_errors_print(&errors, &json);
    if (data.n) {
        if (errors.n)
            buf_char(&body, ',');
        buf_add(&body, data.p, data.n);
    }
    json_close(&json, '}');
    *out = (struct graphql_reply){refused ? refused : 200, buf_bytes(&body)};
}
