/*
 * What the client hands in is ended if it is a token of its own; whatever else
 * it is, there is nothing to end, and that is no error (RFC 7009 2.2).
 */
#include "client_auth.h"
#include "family_store.h"
#include "handlers.h"
#include "log.h"
#include "opaque_token.h"
#include "presented.h"
#include "revoked_store.h"
#include "token_event.h"
#include "tokensvc.h"
#include <string.h>

/* Seconds that another replica may take the token longer, or this one after its clock was ahead for
 * a while and swept. */
enum { CLOCKS_DIFFER = 24 * 3600 };

struct end_key {
    struct call *c;
    const struct api_key_row *key;
};

static enum err end_key_unit(struct db *db, void *arg)
{
    const struct end_key *in = arg;
    bool was_there = false;

    enum err e = api_key_store_remove(db, in->key->id, &was_there);
    if (e || !was_there)
        return e;
    return token_event_api_key(db, in->c, EVENT_api_key_revoked, in->key);
}

static enum err end_key(struct call *c, const struct api_key_row *key)
{
    const struct tokensvc *svc = c->svc;

    return store_write(svc->store, end_key_unit, &(struct end_key){c, key});
}

static enum err end(struct call *c, const char *text, const struct presented *token)
{
    if (token->key)
        return end_key(c, token->key);
    if (token->has_family)
        return family_store_end(c, token->family.id);
    if (token->is_opaque)
        return opaque_token_end(c, text, token->client_id);
    return revoked_store_add(c, &token->access, (token->access.exp + CLOCKS_DIFFER) * 1000);
}

enum err on_revoke(struct call *c, const struct revoke_request *q, struct nothing *a)
{
    const struct client_claim claim = {
        .client_id = q->client_id,
        .client_secret = q->client_secret,
        .auth_method = q->auth_method,
    };
    const struct client *client = NULL;
    struct presented token;

    (void)a;
    enum err e = client_auth(c, &claim, &client);
    if (e)
        return e;
    e = presented_read(c, q->token, q->issuer, &token);
    if (e)
        return e == ERR_INVALID_TOKEN ? OK : e;
    if (!presented_is_theirs(&token, client)) {
        log_info("client %s tried to revoke a token of client %s", client->client_id,
                 token.client_id ? token.client_id : "none");
        return OK;
    }
    return end(c, q->token, &token);
}
