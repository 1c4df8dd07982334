#include "seal.h"
#include "messages.h"
#include "protocol.h"
#include <stdlib.h>

enum err seal_request(struct call *c, const struct method_desc *method, int64_t id,
                      int64_t deadline, struct bytes body, struct frames *out)
{
    struct buf envelope;
    const char *why = NULL;
    const struct request_envelope request = {
        .version = PROTOCOL_VERSION,
        .id = id,
        .method = method->name,
        .deadline = deadline,
        .trace = c->trace,
        .tenant = c->tenant,
        .source = c->source,
        .actor = c->ticket,
    };

    buf_init(&envelope, c->mem, 256);
    if (msg_encode(&request_envelope_desc, &request, &envelope, &why) != OK)
        return refuse(c, ERR_INTERNAL, "the envelope breaks the contract: %s", why);
    frames_fill(out, buf_bytes(&envelope), body);
    return OK;
}

void seal_signal(const struct method_desc *method, struct arena *mem, struct frames *out)
{
    struct call c;
    struct buf body;
    const char *why = NULL;

    assert(method->request == &nothing_desc);
    call_begin(&c, mem, NULL, method->deadline_ms);
    buf_init(&body, mem, 16);
    if (msg_encode(&nothing_desc, &NOTHING, &body, &why) != OK ||
        seal_request(&c, method, ID_UNHEARD, c.deadline, buf_bytes(&body), out) != OK)
        abort(); /* nothing in it comes from outside */
}

void seal_reply(int64_t id, const char *error, struct arena *mem, struct frames *out)
{
    struct buf envelope;
    const char *why = NULL;
    const struct reply_envelope reply = {.version = PROTOCOL_VERSION, .id = id, .error = error};

    buf_init(&envelope, mem, 64);
    if (msg_encode(&reply_envelope_desc, &reply, &envelope, &why) != OK)
        abort();
    frames_fill(out, buf_bytes(&envelope), (struct bytes){NULL, 0});
}
