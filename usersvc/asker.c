#include "asker.h"
#include "password_proof.h"
#include "usersvc.h"

enum err asker_get(struct call *c, const char *id, struct person_row *out)
{
    struct usersvc *svc = c->svc;
    const struct person_key key = {.id = id};
    struct person_row row;

    enum err e = person_store_get(svc->store, c->mem, &key, &row);
    if (e == ERR_NOT_FOUND)
        return refuse(c, ERR_SIGNED_OUT, "person %s is no more", id);
    if (e)
        return e;
    if (row.person.disabled)
        return refuse(c, ERR_SIGNED_OUT, "person %s is disabled", id);
    *out = row;
    return OK;
}

/* Counted for the user name, as at sign-in: who took over a session gets no more guesses. */
enum err asker_prove(struct call *c, const char *id, const char *password, struct person_row *out)
{
    struct person_row row;

    enum err e = asker_get(c, id, &row);
    if (e)
        return e;
    const struct password_attempt attempt = {row.person.username, {.id = id}, password};
    return password_proof(c, &attempt, out);
}

struct profile asker_profile(const struct person *p)
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
        .avatar = p->avatar,
        .website = p->website,
        .zoneinfo = p->zoneinfo,
        .locale = p->locale,
        .groups = p->groups,
        .created_at = p->created_at,
        .updated_at = p->updated_at,
        .number = p->number,
        .discriminator = p->discriminator,
        .second_factor_at = p->second_factor_at,
    };
}
