#include "api_session.h"
#include "handlers.h"

enum err on_api_sign_out(struct call *c, const struct api_session_ref *q, struct nothing *a)
{
    (void)a;
    return api_session_leave(c, q->dialect, q->token);
}
