#include "half.h"
#include "handlers.h"
#include "session_begin.h"

/* The transaction that waits is the one for which the password was given. */
enum err on_sign_in_second(struct call *c, const struct sign_in_second_request *q,
                           struct sign_in_reply *a)
{
    const struct half_place here = {.browser = q->browser};
    struct second_factor_proof proof;
    struct half half;

    enum err e = half_prove(c, q->half, q->code, &here, &half, &proof);
    if (e)
        return e;
    const struct session_begin what = {
        .person = proof.person,
        .proof = session_proof_second(c, proof.recovery),
        .old_cookie = q->session,
        .user_agent = q->user_agent,
        .browser = q->browser,
        .transaction = half.transaction,
        .half = half.hash,
    };
    return session_begin(c, &what, a);
}
