#include "handlers.h"
#include "session_begin.h"
#include "visitor.h"

/* The person's generation moves with the password, so that every session of before is over; this
 * one goes on as a new one. */
enum err on_password_renew(struct call *c, const struct password_renewal *q,
                           struct sign_in_reply *a)
{
    struct visitor visitor;
    struct person person = {0};

    enum err e = visitor_find(c, q->session, &visitor);
    if (e)
        return e;
    if (!visitor.session)
        return refuse(c, ERR_SIGNED_OUT, "no session, or it has ended");
    e = usersvc_password_change(c,
                                &(struct password_change_request){
                                    .id = visitor.session->person,
                                    .password = q->password,
                                    .new_password = q->new_password,
                                },
                                &person);
    if (e)
        return e;
    return session_begin(
        c,
        &(struct session_begin){.person = &person,
                                .proof = session_proof_renewed(c, &person, visitor.session),
                                .old_cookie = q->session,
                                .user_agent = q->user_agent},
        a);
}
