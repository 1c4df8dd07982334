#include "handlers.h"
#include "password_proof.h"

enum err on_password_check(struct call *c, const struct password_check_request *q, struct person *a)
{
    const struct password_attempt attempt = {
        .name = q->username,
        .key = person_key_by_name(c->mem, q->username),
        .password = q->password,
    };
    struct person_row row;

    enum err e = password_proof(c, &attempt, &row);
    if (e)
        return e;
    *a = row.person;
    return OK;
}
