#include "api_key_store.h"
#include "handlers.h"
#include "presented.h"

/* Whoever shows a key that was good may know why it no longer is. */
static enum err judge(struct call *c, const struct presented *key, struct person *person)
{
    struct person now = {0};
    enum err e = presented_judge(c, key, person);

    if (e == ERR_INVALID_TOKEN &&
        !usersvc_person_get(c, &(struct person_ref){.id = key->key->person}, &now) && now.disabled)
        return refuse(c, ERR_DISABLED, "person %s is disabled", now.id);
    return e;
}

/* A refresh token or an access token is no key, whatever it allows. */
enum err on_api_key_whose(struct call *c, const struct api_key_whose_request *q,
                          struct api_key_holder *a)
{
    struct presented key;
    struct person person = {0};
    enum err e = presented_key(c, q->secret, &key);

    if (e)
        return e;
    if (!presented_is_of(&key, q->dialect))
        return refuse(c, ERR_INVALID_TOKEN, "the key is of another dialect");
    e = judge(c, &key, &person);
    if (e)
        return e;
    *a = (struct api_key_holder){
        .sub = person.sub,
        .number = person.number,
        .username = person.username,
        .created_at = person.created_at,
        .name = key.key->name,
        .scope = key.scope,
        .client_id = key.client_id,
    };
    return OK;
}
