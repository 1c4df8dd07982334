#include "authsvc.h"
#include "client_store.h"
#include "handlers.h"
#include "words.h"

/* An owner who is gone, or shut out, is nobody. */
static enum err add_owner(struct call *c, const char *owner, struct app_look_reply *a)
{
    struct person person = {0};
    enum err e = usersvc_person_get(c, &(struct person_ref){.id = owner}, &person);

    if (e && err_is_fault(e))
        return e;
    c->text = c->detail = NULL;
    if (e || person.disabled)
        return OK;
    a->owner_sub = person.sub;
    a->owner_number = person.number;
    a->owner_username = person.username;
    return OK;
}

enum err on_app_look(struct call *c, const struct app_look_request *q, struct app_look_reply *a)
{
    struct authsvc *svc = c->svc;
    struct client client = {0};
    enum err e = client_store_find(svc->store, c->mem, q->client_id, &client);

    if (e == ERR_NOT_FOUND || (!e && !words_has(client.dialects, q->dialect)))
        return refuse_openly(c, ERR_UNKNOWN_CLIENT, "there is no such app");
    if (e)
        return e;
    *a = (struct app_look_reply){
        .client_id = client.client_id,
        .client_name = client.client_name,
        .description = client.description,
        .redirect_uris = client.redirect_uris,
        .scope = client.scope,
        .webhook_uri = client.webhook_uri,
        .api_key_template = client.api_key_template,
        .api_key_filename = client.api_key_filename,
        .logo_uri = client.logo_uri,
        .icon = client.icon,
        .capabilities = client.capabilities,
        .created_at = client.created_at,
        .updated_at = client.updated_at,
    };
    return client.owner ? add_owner(c, client.owner, a) : OK;
}
