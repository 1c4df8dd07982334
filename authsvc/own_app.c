#include "own_app.h"
#include "actor.h"
#include "client_draft.h"
#include "client_policy.h"
#include "client_secret.h"
#include "client_store.h"
#include "dialect.h"
#include "words.h"
#include <string.h>

struct own_app *own_app_view(const struct call *c, const struct client *client)
{
    struct own_app *app = ARENA_NEW(c->mem, own_app);

    *app = (struct own_app){
        .client_id = client->client_id,
        .client_name = client->client_name,
        .description = client->description,
        .client_uri = client->client_uri,
        .logo_uri = client->logo_uri,
        .icon = client->icon,
        .confidential = client->confidential,
        .secret_kept = client_secret_is_kept(client),
        .redirect_uris = client->redirect_uris,
        .scope = client->scope,
        .dialects = client->dialects,
        .capabilities = client->capabilities,
        .webhook_uri = client->webhook_uri,
        .api_key_template = client->api_key_template,
        .api_key_filename = client->api_key_filename,
        .access_token_format = client->access_token_format,
        .id_token_signed_response_alg = client->id_token_signed_response_alg,
        .access_token_lifetime = client->access_token_lifetime,
        .refresh_idle_lifetime = client->refresh_idle_lifetime,
        .refresh_lifetime = client->refresh_lifetime,
        .pkce_alone = words_has(client->auth_methods, "pkce"),
        .disabled = client->disabled,
        .yours = client->owner && strcmp(client->owner, c->actor->person) == 0,
        .created_at = client->created_at,
        .updated_at = client->updated_at,
    };
    return app;
}

/* What a person does elsewhere is none of a program's business. */
static bool in_sight(const struct actor *actor, const struct client *client)
{
    return !actor->dialect || words_has(client->dialects, actor->dialect);
}

enum err own_app_find(struct db *db, struct call *c, const char *client_id, struct client *out)
{
    struct client found = {0};

    enum err e = client_store_get(db, c->mem, client_id, &found);
    if (!e && !in_sight(c->actor, &found))
        e = ERR_NOT_FOUND;
    if (e)
        return e;
    bool theirs = found.owner && strcmp(found.owner, c->actor->person) == 0;
    if (!theirs && !words_has(c->actor->groups, "admin"))
        return ERR_NOT_FOUND;
    *out = found;
    return OK;
}

enum err own_app_hold(struct db *db, struct call *c, const char *client_id, struct client *out)
{
    enum err e = client_store_lock(db, client_id);

    return e ? e : own_app_find(db, c, client_id, out);
}

/* Longer than its kind usually has is an administrator's to say. */
static const char *lives_fault(struct arena *mem, const struct client *client,
                               const struct client *was)
{
    const struct client_lives usual = client_lives_usual(mem, client->dialects);
    const struct client_lives old = was ? client_lives_of(was) : usual;

    if (client->access_token_lifetime > usual.access && client->access_token_lifetime > old.access)
        return "access_token_lifetime: longer than an owner may set";
    if (client->refresh_idle_lifetime > usual.idle && client->refresh_idle_lifetime > old.idle)
        return "refresh_idle_lifetime: longer than an owner may set";
    if (client->refresh_lifetime > usual.whole && client->refresh_lifetime > old.whole)
        return "refresh_lifetime: longer than an owner may set";
    return NULL;
}

const char *own_app_fault(struct arena *mem, const struct client *client, const struct client *was)
{
    const char *fault = client_policy_fault(mem, client);

    if (!fault)
        fault = lives_fault(mem, client, was);
    const char *at = words_without(mem, client->scope, dialect_scopes(mem, client->dialects));
    const char *foreign = words_next(mem, &at);

    if (fault || !foreign)
        return fault;
    return arena_printf(mem, "scope: %.64s is in none of the app's dialects", foreign);
}

/* Somebody else may have sat down where the person is still signed in.  A dialect whose wire shows
 * secrets in every list cannot ask for more than the session. */
static bool fresh_enough(const struct call *c, const struct dialect *dialect)
{
    return dialect->shown == SECRET_AGAIN || c->now - c->actor->auth_time <= OWN_APP_FRESH_MS;
}

enum err own_app_may_see(struct call *c, const char *dialect)
{
    const struct dialect *where = dialect ? dialect_by_name(dialect) : dialect_first();

    if (!where)
        return refuse(c, ERR_INVALID_REQUEST, "there is no dialect %s", dialect);
    if (!actor_acts_in(c->actor, where->name))
        return refuse(c, ERR_FORBIDDEN, "a program of %s asks in %s", c->actor->dialect,
                      where->name);
    if (!fresh_enough(c, where))
        return refuse(c, ERR_SIGN_IN_AGAIN, "the sign-in is older than %d minutes",
                      OWN_APP_FRESH_MS / 60000);
    return OK;
}

enum err own_app_refused(struct call *c, enum err e, const char *fault)
{
    if (e == ERR_NOT_FOUND)
        return refuse_openly(c, e, "there is no such app of yours");
    if (e == ERR_BAD_FIELD)
        return refuse_openly(c, e, "%s", fault);
    return e;
}
