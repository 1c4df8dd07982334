#include "handlers.h"
#include "picture.h"
#include "presented.h"
#include "words.h"

/* The one that they uploaded goes before one that is kept elsewhere. */
static const char *picture_of(struct arena *mem, const struct person *person, const char *issuer)
{
    const char *own = picture_address(mem, issuer, PICTURE_AVATARS, person->avatar);

    return own ? own : person->picture;
}

static void add_profile(const struct person *person, struct userinfo_reply *a)
{
    a->name = person->name;
    a->given_name = person->given_name;
    a->family_name = person->family_name;
    a->nickname = person->nickname;
    a->discriminator = person->discriminator;
    a->preferred_username = person->username;
    a->website = person->website;
    a->zoneinfo = person->zoneinfo;
    a->locale = person->locale;
    a->updated_at = person->updated_at / 1000;
}

static void add_email(const struct person *person, struct userinfo_reply *a)
{
    a->email = person->email;
    a->email_verified = (struct maybe_bool){.set = true, .v = person->email_verified};
}

enum err on_userinfo(struct call *c, const struct userinfo_request *q, struct userinfo_reply *a)
{
    struct presented token;
    struct person person = {0};

    enum err e = presented_read(c, q->access_token, q->issuer, &token);
    if (e)
        return e;
    if (token.is_refresh)
        return refuse(c, ERR_INVALID_TOKEN, "a refresh token gives no access");
    if (!presented_is_of(&token, q->dialect))
        return refuse(c, ERR_INVALID_TOKEN, "the token is of another dialect");
    if (token.key && !q->keys)
        return refuse(c, ERR_INVALID_TOKEN, "an API key is not taken here");
    if (!token.key && (!token.has_family || !words_has(token.scope, "openid")))
        return refuse(c, ERR_INSUFFICIENT_SCOPE, "the token has no openid");
    e = presented_judge(c, &token, &person);
    if (e)
        return e;
    if (!words_within(q->scope, token.scope))
        return refuse(c, ERR_SCOPE_NOT_GRANTED, "the token has not all of: %.64s", q->scope);
    const char *scope = q->scope ? q->scope : token.scope;
    a->sub = token.key ? person.sub : token.family.sub;
    a->number = person.number;
    if (words_has(scope, "profile")) {
        add_profile(&person, a);
        a->picture = picture_of(c->mem, &person, q->issuer);
    }
    if (words_has(scope, "email"))
        add_email(&person, a);
    return OK;
}
