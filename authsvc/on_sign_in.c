#include "handlers.h"
#include "session_begin.h"

enum err on_sign_in(struct call *c, const struct sign_in_request *q, struct sign_in_reply *a)
{
    const struct password_check_request check = {.username = q->username, .password = q->password};
    struct person person = {0};

    enum err e = usersvc_password_check(c, &check, &person);
    if (e)
        return e;
    const struct session_begin what = {
        .person = &person,
        .old_cookie = q->session,
        .user_agent = q->user_agent,
        .handle = q->handle,
        .browser = q->browser,
    };
    return session_begin(c, &what, a);
}
