#include "handlers.h"
#include "visitor.h"

enum err on_session_get(struct call *c, const struct session_ref *q, struct session_reply *a)
{
    struct visitor visitor;
    enum err e = visitor_find(c, q->session, &visitor);

    if (e)
        return e;
    if (!visitor.session)
        return refuse(c, ERR_SIGNED_OUT, "no session, or it has ended");
    a->auth_time = visitor.session->auth_time;
    a->second_at = visitor.session->second_at;
    return visitor_ticket(c, &visitor, &a->ticket);
}
