#include "api_session.h"
#include "api_token.h"
#include "half.h"
#include "handlers.h"

/* What does not come from us, or is a session, is as good as one that has expired. */
static enum err read(struct call *c, const struct api_policy *policy, const char *half,
                     const char **handle)
{
    struct api_token_said said = {0};
    enum err e = api_token_read(c, policy, API_TOKEN_HALF, half, &said);

    if (!e)
        *handle = said.handle;
    return e == ERR_SIGNED_OUT ? ERR_EXPIRED : e;
}

enum err on_api_sign_in_second(struct call *c, const struct api_sign_in_second_request *q,
                               struct api_sign_in_reply *a)
{
    const struct api_policy *policy = api_policy_by_name(q->dialect);
    const struct half_place here = {.dialect = q->dialect};
    const char *handle = NULL;
    struct second_factor_proof proof;
    struct half half;

    if (!policy || policy->second != API_ASKS)
        return refuse(c, ERR_INVALID_REQUEST, "programs of dialect %s are not asked for codes",
                      q->dialect);
    enum err e = read(c, policy, q->half, &handle);
    if (!e)
        e = half_prove(c, handle, q->code, &here, &half, &proof);
    if (e)
        return e;
    const struct api_begin begin = {.policy = policy,
                                    .person = proof.person,
                                    .proof = session_proof_second(c, proof.recovery),
                                    .half = half.hash,
                                    .issuer = q->issuer,
                                    .user_agent = q->user_agent};
    return api_session_begin(c, &begin, a);
}
