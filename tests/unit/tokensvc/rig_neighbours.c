/* rig_neighbours.c - authsvc and usersvc, as far as tokensvc sees them. */
#include "rig.h"
#include <stdio.h>
#include <string.h>

static struct client_record_reply say_record(const struct rig *self, const char *id)
{
    const struct client *client = strcmp(id, "other") == 0 ? &self->other : &self->client;

    return (struct client_record_reply){
        .client = client,
        .secrets = {self->secrets, client->confidential ? self->n_secrets : 0},
    };
}

static enum err encode(struct call *c, const struct rpc_request *request, const void *msg,
                       struct rpc_reply *reply)
{
    struct buf out;
    const char *why = NULL;

    buf_init(&out, c->mem, 512);
    if (msg_encode(request->method->reply, msg, &out, &why)) {
        printf("# the rig cannot say that: %s\n", why);
        return ERR_BAD_REPLY;
    }
    reply->body = buf_bytes(&out);
    return OK;
}

static enum err answer_client(struct rig *self, struct call *c, const struct rpc_request *request,
                              const struct client_ref *q, struct rpc_reply *reply)
{
    self->asked[ASKED_RECORD]++;
    if (self->no_client ||
        (strcmp(q->client_id, "app") != 0 && strcmp(q->client_id, "other") != 0)) {
        reply->error = ERR_NOT_FOUND;
        reply->text = "there is no client of that name";
        return OK;
    }
    const struct client_record_reply record = say_record(self, q->client_id);
    return encode(c, request, &record, reply);
}

static enum err answer(struct rig *self, struct call *c, const struct rpc_request *request,
                       const void *q, struct rpc_reply *reply)
{
    const struct method_desc *method = request->method;

    if (method == &authsvc_client_record_method)
        return answer_client(self, c, request, q, reply);
    if (method == &authsvc_code_take_method) {
        self->asked[ASKED_TAKE]++;
        reply->error = self->refusal;
        return self->refusal ? OK : encode(c, request, &self->auth, reply);
    }
    if (method == &authsvc_consent_standing_method) {
        self->asked[ASKED_CONSENT]++;
        return encode(c, request, &self->consent, reply);
    }
    if (method == &authsvc_consent_withdraw_method) {
        self->asked[ASKED_WITHDRAW]++;
        return encode(c, request, &(struct ping_reply){0}, reply);
    }
    if (method == &usersvc_person_standing_method) {
        self->asked[ASKED_PERSON]++;
        return encode(c, request, &self->person, reply);
    }
    if (method == &usersvc_person_get_method) {
        self->asked[ASKED_PROFILE]++;
        return encode(c, request, &self->profile, reply);
    }
    return ERR_UNKNOWN_METHOD;
}

enum err rig_answer(struct rpc *rpc, struct call *c, const struct rpc_request *request,
                    struct rpc_reply *reply)
{
    struct rig *self = (struct rig *)rpc;
    void *q = arena_alloc(c->mem, request->method->request->size + 1);
    const char *why = NULL;

    if (self->on_ask)
        self->on_ask(self, request->method->name);
    if (self->down && strncmp(request->method->name, self->down, strlen(self->down)) == 0)
        return ERR_UNAVAILABLE;
    if (msg_decode(request->method->request, request->body, MSG_REFUSE_UNKNOWN, c->mem, q, &why)) {
        printf("# %s was asked nonsense: %s\n", request->method->name, why);
        return ERR_BAD_REPLY;
    }
    return answer(self, c, request, q, reply);
}
