#include "api_session.h"
#include "handlers.h"

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
    const struct api_begin begin = {
        .policy = policy, .person = &person, .issuer = q->issuer, .user_agent = q->user_agent};
    return api_session_begin(c, &begin, a);
}
