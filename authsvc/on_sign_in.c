#include "half.h"
#include "handlers.h"
#include "secret.h"
#include "session_begin.h"

static struct bytes transaction_of(struct call *c, const char *handle)
{
    return handle ? secret_digest(c->mem, bytes_of(handle)) : (struct bytes){0};
}

static enum err ask_for_code(struct call *c, const struct sign_in_request *q,
                             const struct person *person, struct sign_in_reply *a)
{
    const struct half_place here = {.browser = q->browser, .handle = q->handle};

    a->lifetime = HALF_LIFE_MS / 1000;
    return half_begin(c, person, &here, &a->half);
}

enum err on_sign_in(struct call *c, const struct sign_in_request *q, struct sign_in_reply *a)
{
    const struct password_check_request check = {.username = q->username, .password = q->password};
    struct person person = {0};

    enum err e = usersvc_password_check(c, &check, &person);
    if (e)
        return e;
    if (person.second_factor_at)
        return ask_for_code(c, q, &person, a);
    const struct session_begin what = {
        .person = &person,
        .proof = session_proof_password(c),
        .old_cookie = q->session,
        .user_agent = q->user_agent,
        .browser = q->browser,
        .transaction = transaction_of(c, q->handle),
    };
    return session_begin(c, &what, a);
}
