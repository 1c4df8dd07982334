#include "api_session.h"
#include "api_token.h"
#include "half.h"
#include "handlers.h"

/* Whoever has the password is told that there is more to it, and nobody else. */
static enum err ask_for_code(struct call *c, const struct api_policy *policy,
                             const struct person *person, struct api_sign_in_reply *a)
{
    const struct half_place here = {.dialect = policy->dialect};
    struct api_token token = {.person = person, .issued = c->now, .expires = c->now + HALF_LIFE_MS};

    if (policy->second != API_ASKS)
        return refuse(c, ERR_SECOND_FACTOR, "dialect %s has no way to ask for a code",
                      policy->dialect);
    enum err e = half_begin(c, person, &here, &token.handle);
    if (!e)
        e = api_token_print(c, policy, API_TOKEN_HALF, &token, &a->half);
    a->lifetime = HALF_LIFE_MS / 1000;
    return e;
}

/* The same test of the password as on the page, and so the same limiter. */
enum err on_api_sign_in(struct call *c, const struct api_sign_in_request *q,
                        struct api_sign_in_reply *a)
{
    const struct password_check_request check = {.username = q->username, .password = q->password};
    const struct api_policy *policy = api_policy_by_name(q->dialect);
    struct person person = {0};

    if (!policy)
        return refuse(c, ERR_INVALID_REQUEST, "programs have no sessions in dialect %s",
                      q->dialect);
    enum err e = usersvc_password_check(c, &check, &person);
    if (e)
        return e;
    if (person.second_factor_at)
        return ask_for_code(c, policy, &person, a);
    const struct api_begin begin = {.policy = policy,
                                    .person = &person,
                                    .proof = session_proof_password(c),
                                    .issuer = q->issuer,
                                    .user_agent = q->user_agent};
    return api_session_begin(c, &begin, a);
}
