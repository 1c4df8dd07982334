#include "client_draft.h"
#include "dialect.h"

enum {
    CODE_LIFE = 600, /* seconds: the longest that any dialect allows */
    ACCESS_LIFE = 300
};

struct client_lives client_lives_usual(struct arena *mem, const char *dialects)
{
    const struct dialect *first = dialect_first_of(mem, dialects);

    return (struct client_lives){ACCESS_LIFE, first->idle, first->life};
}

struct client_lives client_lives_of(const struct client *client)
{
    return (struct client_lives){client->access_token_lifetime, client->refresh_idle_lifetime,
                                 client->refresh_lifetime};
}

static const char *text_or(const char *text, const char *otherwise)
{
    return text ? text : otherwise;
}

static int64_t number_or(int64_t n, int64_t otherwise)
{
    return n ? n : otherwise;
}

struct client client_draft(struct call *c, const struct client_add_request *q)
{
    const char *dialects = text_or(q->dialects, dialect_first()->name);
    const char *methods = q->confidential ? "client_secret_basic client_secret_post" : "none";
    const struct dialect *first = dialect_first_of(c->mem, dialects);
    const struct client_lives usual = client_lives_usual(c->mem, dialects);
    int64_t life = number_or(q->refresh_lifetime, usual.whole);

    return (struct client){
        .client_id = q->client_id ? q->client_id : shape_draw(c->mem, &first->client_id),
        .client_name = q->client_name,
        .client_uri = q->client_uri,
        .confidential = q->confidential,
        .redirect_uris = q->redirect_uris,
        .grant_types = text_or(q->grant_types, "authorization_code refresh_token"),
        .scope = q->scope ? q->scope : dialect_usual_scopes(c->mem, dialects),
        .auth_methods = text_or(q->auth_methods, methods),
        .permissions = text_or(q->permissions, ""),
        .id_token_signed_response_alg = text_or(q->id_token_signed_response_alg, "ES256"),
        .dialects = dialects,
        .owner = q->owner,
        .description = q->description,
        .logo_uri = q->logo_uri,
        .webhook_uri = q->webhook_uri,
        .api_key_template = q->api_key_template,
        .api_key_filename = q->api_key_filename,
        .capabilities = text_or(q->capabilities, "oauth"),
        .access_token_format = text_or(q->access_token_format, "jwt"),
        .access_token_lifetime = number_or(q->access_token_lifetime, usual.access),
        .refresh_idle_lifetime =
            number_or(q->refresh_idle_lifetime, life < usual.idle ? life : usual.idle),
        .refresh_lifetime = life,
        .refresh_grace = q->refresh_grace.set ? q->refresh_grace.v : 30,
        .refresh_reuse = q->refresh_reuse,
        .code_lifetime = number_or(q->code_lifetime, CODE_LIFE),
        .generation = q->client_id ? c->now : 1, /* whoever had this id before had a smaller one */
        .created_at = c->now,
        .updated_at = c->now,
    };
}
