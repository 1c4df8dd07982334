#include "whoami.h"
#include "text.h"
#include <string.h>

enum { USER_AGENT_MAX = 256 };

enum err whoami_ticket(struct exchange *x)
{
    const char *session = exchange_cookie(x, COOKIE_SESSION);
    struct session_reply who;

    if (!session)
        return ERR_SIGNED_OUT;
    enum err e = authsvc_session_get(&x->call, &(struct session_ref){session}, &who);
    if (e == ERR_SIGNED_OUT)
        exchange_set_cookie(x, COOKIE_SESSION, "", 0);
    if (e)
        return e;
    x->call.ticket = who.ticket;
    return OK;
}

enum err whoami(struct exchange *x, struct profile *out)
{
    enum err e = whoami_ticket(x);

    return e ? e : usersvc_profile_get(&x->call, &NOTHING, out);
}

const char *whoami_browser(struct exchange *x)
{
    const char *agent = request_header(&x->request, "User-Agent");

    if (!agent || !*agent || strlen(agent) > USER_AGENT_MAX || !text_valid(agent, strlen(agent)))
        return NULL;
    return agent;
}
