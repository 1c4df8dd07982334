#include "rates.h"
#include "exchange.h"
#include "gateway_inside.h"
#include "network.h"
#include <string.h>

static int64_t bound_of(const struct gateway_config *config, enum rate which)
{
    const int64_t bounds[] = {
#define RATE(name, ...) [RATE_##name] = config->rates_##name,
#define COUNTED(...)
#include "rates.def"
#undef COUNTED
#undef RATE
    };

    return bounds[which];
}

static void tell(struct exchange *x, int64_t bound, const struct rate_count *count)
{
    struct arena *mem = x->call.mem;
    long long left = count->n < bound ? (long long)(bound - count->n) : 0;
    long long reset = (long long)(count->ends_at + 999) / 1000;

    reply_header(&x->reply, "X-RateLimit-Limit", arena_printf(mem, "%lld", (long long)bound));
    reply_header(&x->reply, "X-RateLimit-Remaining", arena_printf(mem, "%lld", left));
    reply_header(&x->reply, "X-RateLimit-Reset", arena_printf(mem, "%lld", reset));
}

enum err rates_of(struct exchange *x, enum rate which, const char *whom)
{
    const int64_t bound = bound_of(&x->gateway->config, which);

    if (bound == 0)
        return OK;
    const struct rate_count count = rate_table_add(x->gateway->rates, which, whom, x->call.now);
    tell(x, bound, &count);
    if (count.n <= bound)
        return OK;
    x->call.wait = (count.ends_at - x->call.now + 999) / 1000;
    return refuse_openly(&x->call, ERR_TOO_OFTEN,
                         "you have exceeded %lld requests per %d seconds. Please wait",
                         (long long)bound, RATE_WINDOW_MS / 1000);
}

enum err rates_of_source(struct exchange *x, enum rate which)
{
    const char *source = x->call.source;

    if (source_is_loopback(source) || source_is_proxy(x->gateway->proxies, source))
        return OK;
    return rates_of(x, which, network_of(x->call.mem, source));
}

enum err rates_admit(struct exchange *x)
{
    static const struct {
        const char *prefix;
        enum rate which;
    } counted[] = {
#define RATE(...)
#define COUNTED(prefix, name) {(prefix), RATE_##name},
#include "rates.def"
#undef COUNTED
#undef RATE
    };

    if (strcmp(x->request.method, "OPTIONS") == 0)
        return OK;
    for (size_t i = 0; i < ARRAY_LEN(counted); i++) {
        if (strncmp(x->request.path, counted[i].prefix, strlen(counted[i].prefix)) == 0)
            return rates_of_source(x, counted[i].which);
    }
    return OK;
}
