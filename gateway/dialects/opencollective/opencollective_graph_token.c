/* opencollective_graph_token.c - personal tokens: API keys that people make themselves. */
#include "opencollective_graph.h"
#include "opencollective_scalars.h"
#include <stdlib.h>
#include <string.h>

enum { TOKENS_MAX = 200 };

static struct oc_token token_of(const struct api_key *key)
{
    return (struct oc_token){
        .id = key->id,
        .name = key->name,
        .scope = key->scope ? key->scope : "",
        .created_at = key->created_at,
        .updated_at = key->updated_at ? key->updated_at : key->created_at,
        .expires_at = key->expires_at,
        .used_at = key->used_at,
        .preauthorized = key->preauthorized,
    };
}

static int newest_first(const void *a, const void *b)
{
    const struct oc_token *x = a, *y = b;

    if (x->created_at != y->created_at)
        return x->created_at < y->created_at ? 1 : -1;
    return strcmp(x->id, y->id);
}

/* Those that the person made; a key that an app got is the app's business. */
static enum err read_page(struct oc_graph *g, struct api_key_page_request *q, struct oc_token *v,
                          size_t *n)
{
    struct api_key_page page;

    enum err e = oc_graph_call(g);
    if (!e)
        e = tokensvc_api_key_list(&g->x->call, q, &page);
    if (e)
        return e;
    for (size_t i = 0; i < page.keys.n && *n < TOKENS_MAX; i++) {
        const struct api_key *key = &page.keys.v[i];
        if (!key->client_id && strcmp(key->dialect, OC_DIALECT) == 0)
            v[(*n)++] = token_of(key);
    }
    q->after = page.next;
    return OK;
}

static enum err read_all(struct oc_graph *self)
{
    struct api_key_page_request q = {0};
    struct oc_token *v;
    size_t n = 0;

    if (self->tokens.v)
        return OK;
    v = arena_array(self->x->call.mem, TOKENS_MAX + 1, sizeof *v);
    do {
        enum err e = read_page(self, &q, v, &n);
        if (e)
            return e;
    } while (q.after && n < TOKENS_MAX);
    qsort(v, n, sizeof *v, newest_first);
    self->tokens = (struct oc_tokens){v, n};
    return OK;
}

/* The one that id names, of those of whoever asks. */
static enum err find(struct oc_graph *g, const struct gql_value *reference,
                     const struct oc_token **out)
{
    struct call *c = &g->x->call;
    const char *id = gql_text(reference, "id");
    int64_t number;

    enum err e = oc_graph_managing(g, "applications");
    if (!e && !id && !gql_int(reference, "legacyId", &number))
        return refuse_openly(c, ERR_BAD_FIELD, "Please provide an id");
    if (!e)
        e = read_all(g);
    if (e)
        return e;
    for (size_t i = 0; id && i < g->tokens.n; i++) {
        if (strcmp(g->tokens.v[i].id, id) == 0) {
            *out = &g->tokens.v[i];
            return OK;
        }
    }
    return refuse_openly(c, ERR_NOT_FOUND, "Personal token Not Found");
}

enum err oc_query_token(const struct gql_ask *ask, struct gql_given *out)
{
    const struct oc_token *token = NULL;

    enum err e = find(ask->ctx, ask->args, &token);
    return e ? e : oc_give(token, out);
}

enum err oc_account_tokens(const struct gql_ask *ask, struct gql_given *out)
{
    struct oc_graph *g = ask->ctx;
    bool shown = false;

    enum err e = oc_graph_listing(g, ask->self, "applications", &shown);
    if (!e && !shown)
        return oc_null(ask, out);
    if (!e)
        e = read_all(g);
    return e ? e : oc_graph_list(ask, g->tokens.v, sizeof *g->tokens.v, g->tokens.n, out);
}

enum err oc_token_value(const struct gql_ask *ask, struct gql_given *out)
{
    struct oc_graph *g = ask->ctx;
    const struct oc_token *token = ask->self;
    const struct api_key_secret_request q = {.id = token->id, .dialect = OC_DIALECT};
    struct api_key_secret_reply a = {0};

    *out = (struct gql_given){.kind = GQL_G_TEXT, .text = token->value};
    if (token->value || token->ended)
        return OK;
    enum err e = oc_graph_second(g, OC_SECOND_MINUTES);
    if (!e)
        e = oc_graph_call(g);
    if (!e)
        e = tokensvc_api_key_reveal(&g->x->call, &q, &a);
    out->text = a.secret;
    return e;
}

/* -- changes --------------------------------------------------------------------------------------
 */

static enum err check_name(struct oc_graph *g, const char *name)
{
    const struct msg_field *field = msg_field_by_name(&api_key_add_request_desc, "name", 4);
    const char *fault = msg_text_fault(field, name, strlen(name), g->x->call.mem);

    return fault ? refuse_openly(&g->x->call, ERR_BAD_FIELD, "name is %s", fault) : OK;
}

/* Seconds until then; absent: *out stays. */
static enum err read_lifetime(struct oc_graph *g, const struct gql_value *of, int64_t *out)
{
    const struct msg_field *field = msg_field_by_name(&api_key_add_request_desc, "lifetime", 8);
    const char *text = gql_text(of, "expiresAt");
    int64_t at = 0;

    if (!text || !oc_date_ms(text, &at)) /* the schema has seen that it is one */
        return OK;
    int64_t seconds = (at - g->x->call.now) / 1000;
    if (seconds < field->min || seconds > field->max)
        return refuse_openly(&g->x->call, ERR_BAD_FIELD,
                             "expiresAt must be a minute to ten years ahead");
    *out = seconds;
    return OK;
}

enum err oc_token_create(const struct gql_ask *ask, struct gql_given *out)
{
    struct oc_graph *g = ask->ctx;
    struct call *c = &g->x->call;
    const struct gql_value *of = gql_object(ask->args, "personalToken");
    struct api_key_add_request q = {.name = gql_text(of, "name"),
                                    .scope = gql_words(ask->mem, of, "scope"),
                                    .preauthorized = gql_truth(of, "preAuthorize2FA"),
                                    .dialect = OC_DIALECT};
    struct api_key_secret_reply a;

    enum err e = oc_graph_no_token(g); /* whatever its scopes */
    if (!e)
        e = oc_graph_managing(g, "applications");
    if (!e && !q.name)
        return refuse_openly(c, ERR_BAD_FIELD, "name is missing");
    if (!e)
        e = check_name(g, q.name);
    if (!e)
        e = read_lifetime(g, of, &q.lifetime);
    if (!e)
        e = oc_graph_second(g, OC_SECOND_MINUTES);
    if (!e)
        e = oc_graph_call(g);
    if (!e)
        e = tokensvc_api_key_add(c, &q, &a);
    if (e == ERR_TOO_MANY)
        return refuse_openly(c, e,
                             "You have reached the maximum number of personal token for this user");
    if (e)
        return e;
    struct oc_token *token = arena_alloc(ask->mem, sizeof *token);
    *token = token_of(a.key);
    token->value = a.secret;
    g->tokens.v = NULL;
    return oc_give(token, out);
}

static enum err read_change(struct oc_graph *g, const struct gql_value *of,
                            struct api_key_update_request *q)
{
    enum err e = q->name ? check_name(g, q->name) : OK;

    q->lifetime.set = gql_has(of, "expiresAt"); /* null: never */
    q->preauthorized.set = gql_has(of, "preAuthorize2FA");
    q->preauthorized.v = gql_truth(of, "preAuthorize2FA");
    return e ? e : read_lifetime(g, of, &q->lifetime.v);
}

/* Of an end, the second is what is kept. */
static bool ends_elsewhere(const struct oc_token *was, const struct gql_value *of)
{
    const char *text = gql_text(of, "expiresAt");
    int64_t at = 0;

    if (!gql_has(of, "expiresAt"))
        return false;
    if (!text || !oc_date_ms(text, &at) || !was->expires_at)
        return (text != NULL) != (was->expires_at != 0);
    return llabs((long long)(at - was->expires_at)) >= 1000;
}

/* More than another name. */
static bool is_grave(const struct oc_token *was, const struct gql_value *of,
                     const struct api_key_update_request *q)
{
    assert(was);
    return (q->scope && strcmp(q->scope, was->scope) != 0) || ends_elsewhere(was, of) ||
           (q->preauthorized.set && q->preauthorized.v != was->preauthorized);
}

enum err oc_token_update(const struct gql_ask *ask, struct gql_given *out)
{
    struct oc_graph *g = ask->ctx;
    const struct gql_value *of = gql_object(ask->args, "personalToken");
    struct api_key_update_request q = {.name = gql_text(of, "name"),
                                       .scope = gql_words(ask->mem, of, "scope")};
    const struct oc_token *was = NULL;
    struct api_key a;

    enum err e = find(g, of, &was);
    if (!e)
        e = read_change(g, of, &q);
    if (!e)
        e = oc_graph_second(g, is_grave(was, of, &q) ? OC_SECOND_NOW : OC_SECOND_MINUTES);
    if (!e)
        e = oc_graph_call(g);
    if (e)
        return e;
    q.id = was->id;
    e = tokensvc_api_key_update(&g->x->call, &q, &a);
    if (e)
        return e;
    struct oc_token *token = arena_alloc(ask->mem, sizeof *token);
    *token = token_of(&a);
    g->tokens.v = NULL;
    return oc_give(token, out);
}

enum err oc_token_delete(const struct gql_ask *ask, struct gql_given *out)
{
    struct oc_graph *g = ask->ctx;
    const struct oc_token *was = NULL;

    enum err e = find(g, gql_object(ask->args, "personalToken"), &was);
    if (!e)
        e = oc_graph_second(g, OC_SECOND_MINUTES);
    if (!e)
        e = oc_graph_call(g);
    if (e)
        return e;
    assert(was);
    e = tokensvc_api_key_revoke(&g->x->call, &(struct api_key_ref){.id = was->id}, &NOTHING);
    if (e)
        return e;
    struct oc_token *token = arena_alloc(ask->mem, sizeof *token);
    *token = *was;
    token->ended = true;
    g->tokens.v = NULL;
    return oc_give(token, out);
}
