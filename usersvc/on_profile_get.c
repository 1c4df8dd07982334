#include "handlers.h"
#include "person_store.h"
#include "usersvc.h"

static struct profile shown(const struct person *p)
{
    return (struct profile){
        .sub = p->sub,
        .username = p->username,
        .email = p->email,
        .email_verified = p->email_verified,
        .name = p->name,
        .given_name = p->given_name,
        .family_name = p->family_name,
        .nickname = p->nickname,
        .picture = p->picture,
        .website = p->website,
        .zoneinfo = p->zoneinfo,
        .locale = p->locale,
    };
}

/* A ticket outlives the account by minutes at most; here it ends with it. */
enum err on_profile_get(struct call *c, const struct nothing *q, struct profile *a)
{
    struct usersvc *svc = c->svc;
    struct person_key key = {.id = c->actor->person};
    struct person_row row;

    (void)q;
    enum err e = person_store_get(svc->store, c->mem, &key, &row);
    if (e == ERR_NOT_FOUND)
        return refuse(c, ERR_SIGNED_OUT, "person %s is no more", key.id);
    if (e)
        return e;
    if (row.person.disabled)
        return refuse(c, ERR_SIGNED_OUT, "person %s is disabled", key.id);
    *a = shown(&row.person);
    return OK;
}
