#include "call.h"
#include "clock.h"
#include "log.h"
#include "random.h"
#include "text.h"

/* W3C Trace Context, level 1: version 00, trace id, parent id, sampled. */
static const char *new_trace(struct arena *mem)
{
    uint8_t *raw = arena_alloc(mem, 24);

    random_bytes(raw, 24);
    const char *trace = text_hex(mem, (struct bytes){raw, 16});
    const char *parent = text_hex(mem, (struct bytes){raw + 16, 8});
    return arena_printf(mem, "00-%s-%s-01", trace, parent);
}

void call_begin(struct call *c, struct arena *mem, struct rpc *rpc, int64_t deadline_ms)
{
    int64_t now = clock_now();

    *c = (struct call){
        .mem = mem,
        .now = now,
        .deadline = now + deadline_ms,
        .trace = new_trace(mem),
        .tenant = TENANT_DEFAULT,
        .rpc = rpc,
    };
}

const char *call_id(const struct call *c)
{
    return arena_strndup(c->mem, c->trace + 3, 32);
}

enum err refuse(struct call *c, enum err e, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    c->detail = arena_vprintf(c->mem, fmt, ap);
    va_end(ap);
    return e;
}

enum err refuse_openly(struct call *c, enum err e, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    c->detail = arena_vprintf(c->mem, fmt, ap);
    va_end(ap);
    c->text = c->detail;
    return e;
}
