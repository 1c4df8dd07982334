/*
 * A client may have a key of a person without a code: for a file that the
 * person is given.  It rests on the same consent as a code would.  As with
 * codes, consent is asked for once more when the key is there: the grant may
 * have been ended from beginning to end meanwhile.
 */
#include "actor.h"
#include "api_key.h"
#include "handlers.h"
#include "token_policy.h"
#include "words.h"

static enum err find_client(struct call *c, const char *client_id, const char *dialect,
                            struct client *out)
{
    struct client_record_reply record = {0};
    enum err e = authsvc_client_record(c, &(struct client_ref){client_id}, &record);

    if (e == ERR_NOT_FOUND)
        return refuse(c, ERR_UNKNOWN_CLIENT, "there is no such client");
    if (e)
        return e;
    if (record.client->disabled || !token_policy_admits(record.client, dialect))
        return refuse(c, ERR_UNKNOWN_CLIENT, "client %s is disabled, or not switched on for %s",
                      client_id, dialect);
    *out = *record.client;
    return OK;
}

/* To all that the client has registered. */
static enum err check_consent(struct call *c, const struct client *client, const char *dialect)
{
    const struct consent_standing_request q = {
        .client_id = client->client_id, .person = c->actor->person, .dialect = dialect};
    struct consent_standing_reply a = {0};
    enum err e = authsvc_consent_standing(c, &q, &a);

    if (e)
        return e;
    if (!a.consented || !words_within(client->scope, a.scope))
        return refuse(c, ERR_CONSENT_REQUIRED, "client %s has not been let in", client->client_id);
    return OK;
}

static enum err hand_out(struct call *c, const struct api_key_policy *policy,
                         const struct client *client, struct api_key_client_reply *a)
{
    struct api_key *view = ARENA_NEW(c->mem, api_key);
    struct api_key_row row = {
        .person = c->actor->person,
        .client_id = client->client_id,
        .client_generation = client->generation,
        .dialect = policy->dialect,
        .name = client->client_name,
        .scope = client->scope ? client->scope : "",
    };
    enum err e = api_key_of_client(c, policy, &row, &a->secret, &a->was_there);

    if (e == ERR_DISABLED)
        return refuse(c, ERR_CONSENT_REQUIRED, "the grant is being ended");
    if (e)
        return e;
    e = check_consent(c, client, policy->dialect);
    if (e == ERR_CONSENT_REQUIRED && !a->was_there && api_key_take_back(c, &row))
        return refuse(c, ERR_STORAGE, "key %s could not be taken back", row.id);
    *view = api_key_view(&row);
    a->key = view;
    return e;
}

enum err on_api_key_client(struct call *c, const struct api_key_client_request *q,
                           struct api_key_client_reply *a)
{
    const char *dialect = token_policy_dialect(q->dialect);
    const struct api_key_policy *policy = api_key_policy_by_name(dialect);
    struct client client = {0};
    enum err e = OK;

    if (!actor_acts_in(c->actor, dialect))
        return refuse(c, ERR_FORBIDDEN, "the program is signed in elsewhere");
    if (!policy || policy->shown != KEY_AGAIN)
        return refuse_openly(c, ERR_INVALID_REQUEST, "apps get no API keys in %s", dialect);
    if ((e = find_client(c, q->client_id, dialect, &client)) ||
        (e = check_consent(c, &client, dialect)))
        return e;
    return hand_out(c, policy, &client, a);
}
