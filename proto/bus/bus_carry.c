#include "bus_inside.h"
#include "clock.h"
#include "messages.h"
#include "seal.h"

static enum err read_reply(struct call *c, struct flight *flight, struct rpc_reply *reply)
{
    struct reply_envelope envelope;
    const char *why = NULL;

    if (msg_decode(&reply_envelope_desc, frame_bytes(&flight->reply.envelope), MSG_TOLERATE_UNKNOWN,
                   c->mem, &envelope, &why) != OK ||
        !err_by_name(envelope.error, &reply->error))
        return ERR_BAD_REPLY;
    reply->text = envelope.text;
    reply->detail = envelope.detail;
    reply->wait = envelope.wait;
    struct bytes body = frame_bytes(&flight->reply.body);
    reply->body = arena_bytes(c->mem, body.p, body.n);
    return OK;
}

/* Hands the call to the bus thread and sleeps until it is over. */
static enum err fly(struct bus *self, struct flight *flight, int64_t ms)
{
    bell_lock(&self->bell);
    enum err e = outstanding_add(&self->calls, flight);
    bell_unlock_ringing(&self->bell);
    if (e)
        return e;
    if (flight_wait(flight, ms))
        return flight->error;
    bell_lock(&self->bell);
    bool late = outstanding_give_up(&self->calls, flight);
    bell_unlock(&self->bell);
    return late ? ERR_DEADLINE : flight->error;
}

enum err bus_carry(struct rpc *rpc, struct call *c, const struct rpc_request *request,
                   struct rpc_reply *reply)
{
    struct bus *self = (struct bus *)rpc;
    int64_t now = clock_now(), own = now + request->method->deadline_ms;
    int64_t deadline = own < c->deadline ? own : c->deadline;
    struct flight flight = {
        .id = outstanding_next_id(&self->calls),
        .destination = destination_of(request->service),
        .method = request->method,
    };

    if (flight.destination == DESTINATION_NONE)
        return ERR_UNAVAILABLE;
    if (deadline <= now)
        return ERR_DEADLINE;
    enum err e =
        seal_request(c, request->method, flight.id, deadline, request->body, &flight.request);
    if (e)
        return e;
    frames_init(&flight.reply);
    e = fly(self, &flight, deadline - now);
    if (!e)
        e = read_reply(c, &flight, reply);
    frames_done(&flight.request);
    frames_done(&flight.reply);
    return e;
}
