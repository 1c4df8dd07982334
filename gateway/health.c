/* health.c - is everything there that a request may need? */
#include "exchange.h"
#include "gateway_inside.h"
#include "json.h"

enum err route_health(struct exchange *x)
{
    static const char *const services[] = {"tokensvc", "authsvc", "usersvc"};
    bool ready = atomic_load(&x->gateway->state) == GATEWAY_SERVING;
    struct ping_reply ping;
    struct buf body;
    struct json json;

    buf_init(&body, x->call.mem, 128);
    json_init(&json, &body);
    json_open(&json, NULL, '{');
    for (size_t i = 0; i < ARRAY_LEN(services); i++) {
        enum err e = rpc_call_to(&x->call, services[i], &service_ping_method, &NOTHING, &ping);
        json_bool(&json, services[i], e == OK);
        ready = ready && e == OK;
    }
    json_bool(&json, "ready", ready);
    json_close(&json, '}');
    reply_text(&x->reply, ready ? 200 : 503, "application/json", buf_bytes(&body));
    return OK;
}
