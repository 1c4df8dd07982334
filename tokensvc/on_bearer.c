#include "api_key_store.h"
#include "handlers.h"
#include "opaque_token.h"
#include "presented.h"
#include "standing.h"
#include "token_policy.h"
#include <string.h>

/* An API that shows people more than userinfo does; so each kind of token is told from the others,
 * and one that would have been good is told why it no longer is. */

static struct profile *profile_of(struct call *c, const struct person *person)
{
    struct profile *out = ARENA_NEW(c->mem, profile);

    *out = (struct profile){
        .sub = person->sub,
        .username = person->username,
        .email = person->email,
        .email_verified = person->email_verified,
        .name = person->name,
        .given_name = person->given_name,
        .family_name = person->family_name,
        .nickname = person->nickname,
        .picture = person->picture,
        .avatar = person->avatar,
        .website = person->website,
        .zoneinfo = person->zoneinfo,
        .locale = person->locale,
        .groups = person->groups,
        .created_at = person->created_at,
        .updated_at = person->updated_at,
        .number = person->number,
        .discriminator = person->discriminator,
        .second_factor_at = person->second_factor_at,
    };
    return out;
}

static enum err check_kind(struct call *c, const struct bearer_request *q,
                           const struct presented *token)
{
    const struct token_policy *policy = token_policy_by_name(q->dialect);
    bool wrapped = policy && policy->wrapped && !q->key && !q->bare;

    if (token->is_refresh)
        return refuse(c, ERR_INVALID_TOKEN, "a refresh token gives no access");
    if (!presented_is_of(token, q->dialect))
        return refuse(c, ERR_INVALID_TOKEN, "the token is of another dialect");
    if (q->key != (token->key != NULL))
        return refuse(c, ERR_INVALID_TOKEN, "an API key in the place of a token, or the reverse");
    if (!token->key && !token->has_family)
        return refuse(c, ERR_INVALID_TOKEN, "there is no person behind the token");
    if (wrapped != (token->wrapped != NULL))
        return refuse(c, ERR_INVALID_TOKEN, "the token has to come %s its JWT",
                      wrapped ? "in" : "without");
    return OK;
}

static enum err check_times(struct call *c, const struct presented *token)
{
    const struct api_key_row *key = token->key;

    if (key && key->expires_at && key->expires_at <= c->now)
        return refuse(c, ERR_KEY_EXPIRED, "API key %s", key->id);
    return OK;
}

/* Keys stay when a password is changed. */
static enum err check_person(struct call *c, const struct presented *token, struct person *out)
{
    const char *id = token->key ? token->key->person : token->family.person;
    enum err e = standing_profile(c, id, 0, out);

    if (e)
        return err_is_fault(e) ? e : ERR_DISABLED; /* the private reason is noted */
    if (token->wrapped && strcmp(token->wrapped->email, out->email) != 0)
        return refuse(c, ERR_PERSON_MOVED, "it names another address");
    if (token->has_family && token->family.person_generation != out->generation)
        return refuse(c, ERR_PERSON_RENEWED, "the generation of the person is another one");
    return OK;
}

static enum err read_token(struct call *c, const struct bearer_request *q, struct presented *out)
{
    enum err e = presented_read(c, q->token, q->issuer, out);
    bool expired = out->wrapped && out->wrapped->exp <= c->now / 1000 && !q->key && !q->bare;

    return e == ERR_INVALID_TOKEN && expired ? ERR_TOKEN_EXPIRED : e;
}

enum err on_bearer(struct call *c, const struct bearer_request *q, struct bearer_reply *a)
{
    struct presented token;
    struct person person = {0};
    enum err e = OK;

    if ((e = read_token(c, q, &token)) || (e = check_kind(c, q, &token)) ||
        (e = check_times(c, &token)) || (e = check_person(c, &token, &person)) ||
        (e = presented_judge(c, &token, NULL)))
        return e;
    if (token.is_opaque)
        opaque_token_note_use(c, token.wrapped ? token.wrapped->inner : q->token, &token.access);
    *a = (struct bearer_reply){
        .person = profile_of(c, &person),
        .scope = token.scope,
        .client_id = token.client_id,
        .key_id = token.key ? token.key->id : NULL,
    };
    return OK;
}
