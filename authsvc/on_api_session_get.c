#include "api_session.h"
#include "handlers.h"

enum err on_api_session_get(struct call *c, const struct api_session_ref *q,
                            struct session_reply *a)
{
    struct visitor visitor;
    enum err e = api_session_find(c, q->dialect, q->token, &visitor);

    if (e)
        return e;
    a->auth_time = visitor.session->auth_time;
    a->second_at = visitor.session->second_at;
    return visitor_ticket(c, &visitor, &a->ticket);
}
