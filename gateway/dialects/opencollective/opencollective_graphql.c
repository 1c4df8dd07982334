/*
 * opencollective_graphql - the addresses of Open Collective's API, and what the world of its schema
 * is (opencollective_schema.def).
 *
 * Whoever asks is known before the document is read.  What is resolved has
 * memory of its own, so that a long answer does not outgrow that of a request.
 */
#include "gateway_inside.h"
#include "graphql.h"
#include "log.h"
#include "opencollective_graph.h"
#include "opencollective_scalars.h"
#include "opencollective_second.h"
#include "picture.h"
#include "present.h"
#include "rates.h"
#include <string.h>

#define GQL_DEF "dialects/opencollective/opencollective_schema.def"
#include "gql_tables.h"

static const struct gql_tables own = GQL_TABLES;
static const struct gql_schema schema = {"Query", "Mutation", &own};

/* -- errors ---------------------------------------------------------------------------------------
 */

static const struct code {
    enum err e;
    const char *code, *text, *more;
} codes[] = {
#define CODE(err, code, text, more) {ERR_##err, (code), (text), (more)},
#include "opencollective_codes.def"
#undef CODE
};

static struct code code_of(enum err e)
{
    for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
        if (codes[i].e == e)
            return codes[i];
    }
    return (struct code){e, err_is_fault(e) ? "INTERNAL_SERVER_ERROR" : "BadRequest", NULL, NULL};
}

static void say(void *ctx, enum err e, struct gql_said *out)
{
    const struct oc_graph *g = ctx;
    struct call *c = &g->x->call;
    const struct code code = code_of(e);

    *out = (struct gql_said){.text = present_text(g->x, e), .code = code.code, .extra = code.more};
    if (code.text && !c->text)
        out->text = code.text;
    log_line(err_is_fault(e) ? LOG_WARN : LOG_INFO, "refused id=%s source=%s graphql %s: %s",
             call_id(c), c->source ? c->source : "-", err_name(e),
             c->detail ? c->detail : out->text);
    c->text = c->detail = NULL; /* of this error, not of the next */
}

/* -- who asks -------------------------------------------------------------------------------------
 */

static const char *first_of(const char *a, const char *b, const char *c)
{
    if (a && *a)
        return a;
    return b && *b ? b : c;
}

/* The one that they uploaded goes before one that is kept elsewhere. */
static const char *picture_of(struct exchange *x, const struct profile *person)
{
    const char *uploaded =
        picture_address(x->call.mem, x->gateway->issuer.url, PICTURE_AVATARS, person->avatar);

    return uploaded ? uploaded : person->picture;
}

static const struct oc_account *me(struct oc_graph *g)
{
    const struct profile *p = &g->caller.person;
    struct oc_account *me = arena_alloc(g->x->call.mem, sizeof *me);

    if (g->caller.kind == OC_ANONYMOUS)
        return NULL;
    *me = (struct oc_account){
        .id = p->sub,
        .slug = p->username,
        .name = first_of(p->name, p->nickname, p->username),
        .email = oc_graph_has_scope(g, "email") ? p->email : NULL,
        .website = p->website,
        .picture = picture_of(g->x, p),
        .number = p->number,
        .created_at = p->created_at,
        .updated_at = p->updated_at,
        .own = true,
    };
    return me;
}

/* Whoever is known is counted wherever they are. */
static enum err count(struct exchange *x, const struct oc_caller *who)
{
    const char *how = who->kind == OC_PERSONAL ? "Contact-us" : "Create a Personal Token";
    const char *whom = who->kind == OC_PERSONAL ? who->token_id : who->person.sub;

    enum err e = who->kind == OC_ANONYMOUS ? rates_of_source(x, RATE_opencollective_anonymous)
                                           : rates_of(x, RATE_opencollective, whom);
    return e ? refuse_openly(&x->call, e, "Rate limit exceeded. %s to get higher limits.", how)
             : OK;
}

/* -- requests -------------------------------------------------------------------------------------
 */

static enum err answer(struct exchange *x, const struct graphql_request *request)
{
    struct oc_graph graph = {.x = x};
    const struct gql_world world = {&schema, &graph, say};
    struct arena *outer = x->call.mem;
    struct graphql_reply reply;
    AUTO(arena) mem = {0};

    enum err e = opencollective_caller(x, &graph.caller);
    if (!e)
        e = count(x, &graph.caller);
    if (e)
        return e;
    graph.me = me(&graph);
    arena_init(&mem, GRAPHQL_MEMORY);
    x->call.mem = &mem;
    graphql_answer(&world, &mem, request, &reply);
    x->call.mem = outer;
    reply_text(&x->reply, reply.status, "application/json; charset=utf-8",
               arena_bytes(outer, reply.body.p, reply.body.n));
    if (reply.status == 405)
        reply_header(&x->reply, "Allow", "POST");
    return OK;
}

enum err route_opencollective_graphql(struct exchange *x)
{
    const json_t *operation = json_object_get(x->json, "operationName");
    const json_t *query = json_object_get(x->json, "query");

    if (!json_is_object(x->json))
        return refuse_openly(&x->call, ERR_BAD_MESSAGE, "the body must be a JSON object");
    return answer(x, &(struct graphql_request){
                         .query = json_string_value(query),
                         .operation = json_string_value(operation),
                         .variables = json_object_get(x->json, "variables"),
                     });
}

/* One parameter of the address; *out NULL: it is not there, or empty. */
static enum err take(struct exchange *x, const char *name, const char **out)
{
    const char *why = NULL;

    enum err e = form_lines(x->call.mem, x->request.query, name, out, &why);
    if (*out && !**out)
        *out = NULL;
    return e ? refuse_openly(&x->call, e, "%s", why) : OK;
}

enum err route_opencollective_graphql_get(struct exchange *x)
{
    struct graphql_request request = {.only_reading = true};
    const char *variables = NULL, *why = NULL;
    json_t *json = NULL;

    enum err e = take(x, "query", &request.query);
    if (!e)
        e = take(x, "operationName", &request.operation);
    if (!e)
        e = take(x, "variables", &variables);
    if (!e && variables && json_read(x->call.mem, variables, strlen(variables), &json, &why))
        return refuse_openly(&x->call, ERR_BAD_MESSAGE, "variables: %s", why);
    request.variables = json;
    if (!e)
        e = answer(x, &request);
    json_decref(json);
    return e;
}
