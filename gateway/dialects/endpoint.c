#include "endpoint.h"
#include "gateway_inside.h"
#include "interaction.h"
#include "random.h"

enum { ATTEMPT_BYTES = 16 };

enum err endpoint_asked(struct exchange *x, struct form *form, struct authorize_request *q)
{
    const char *repeated = form_repeated(x->call.mem, &authorize_request_desc, form);

    enum err e = exchange_take(x, &authorize_request_desc, form, q);
    if (e)
        return e;
    q->repeated = repeated;
    return OK;
}

enum err endpoint_authorize(struct exchange *x, const char *dialect, struct authorize_request *q,
                            struct interaction_step *step)
{
    q->dialect = dialect;
    q->issuer = x->gateway->issuer.url;
    q->browser = interaction_browser(x);
    q->session = exchange_cookie(x, COOKIE_SESSION);
    return authsvc_authorize(&x->call, q, step);
}

void endpoint_token(struct exchange *x, const char *dialect, const struct client_identity *client,
                    struct token_request *q)
{
    q->client_id = client->id;
    q->client_secret = client->secret;
    q->auth_method = client->method;
    q->dialect = dialect;
    q->issuer = x->gateway->issuer.url;
    q->attempt = random_token(x->call.mem, ATTEMPT_BYTES);
}
