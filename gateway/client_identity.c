#include "client_identity.h"
#include "basic_auth.h"
#include "messages.h"
#include <string.h>

/* NULL: the contract can carry this text in that field of a token request. */
static const char *fault_of(struct arena *mem, const char *field, const char *text)
{
    const struct msg_field *f = msg_field_by_name(&token_request_desc, field, strlen(field));

    return msg_text_fault(f, text, strlen(text), mem);
}

static enum err from_header(struct arena *mem, const char *header, struct client_identity *out,
                            const char **why)
{
    if (!basic_auth_is(header)) {
        *why = "a client may authenticate by Basic, or in the body";
        return ERR_INVALID_CLIENT;
    }
    enum err e = basic_auth_read(mem, header, &out->id, &out->secret, why);
    if (e)
        return e;
    const char *fault = fault_of(mem, "client_id", out->id);
    if (!fault && *out->secret)
        fault = fault_of(mem, "client_secret", out->secret);
    if (fault) {
        *why = arena_printf(mem, "client or secret in the Authorization header is %s", fault);
        return ERR_INVALID_CLIENT;
    }
    if (!*out->secret)
        out->secret = NULL;
    out->method = "client_secret_basic";
    return OK;
}

enum err client_identity_read(struct arena *mem, const char *authorization, const struct form *body,
                              struct client_identity *out, const char **why)
{
    const char *id = form_value(body, "client_id"), *secret = form_value(body, "client_secret");
    struct client_identity self = {0};

    if (!authorization) {
        *out = (struct client_identity){id, secret, secret ? "client_secret_post" : "none"};
        return OK;
    }
    enum err e = from_header(mem, authorization, &self, why);
    if (e)
        return e;
    if (secret) {
        *why = "the client authenticates in the Authorization header and in the body";
        return ERR_INVALID_REQUEST;
    }
    if (id && strcmp(id, self.id) != 0) {
        *why = "client_id is not the client of the Authorization header";
        return ERR_INVALID_REQUEST;
    }
    *out = self;
    return OK;
}
