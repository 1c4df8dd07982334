#include "handlers.h"
#include "visitor.h"

enum err on_sign_out(struct call *c, const struct session_ref *q, struct nothing *a)
{
    (void)a;
    return visitor_leave(c, q->session);
}
