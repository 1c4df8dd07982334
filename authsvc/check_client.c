#include "ask.h"
#include "authsvc.h"
#include "client_store.h"
#include "words.h"

enum err check_client(struct call *c, struct ask *self)
{
    struct authsvc *svc = c->svc;
    const struct authorize_request *q = self->request;
    const char *id = ask_value(q->client_id);

    if (words_has(q->repeated, "client_id"))
        return refuse_openly(c, ERR_PARAMETER_TWICE, "client_id came twice");
    if (!id)
        return refuse_openly(c, ERR_CLIENT_ID_MISSING, "client_id is missing");
    enum err e = client_store_find(svc->store, c->mem, id, &self->client);
    if (e == ERR_NOT_FOUND)
        return refuse(c, ERR_UNKNOWN_CLIENT, "there is no such client");
    if (e)
        return e;
    if (!words_has(self->client.dialects, self->dialect->name)) {
        self->mishap = MISHAP_dialect_off;
        return refuse(c, ERR_UNKNOWN_CLIENT, "it is not switched on for %s", self->dialect->name);
    }
    if (!words_has(self->client.capabilities, "oauth"))
        return refuse_openly(c, ERR_UNKNOWN_CLIENT, "this app does not ask for access to accounts");
    if (self->client.disabled)
        return refuse_openly(c, ERR_UNKNOWN_CLIENT, "this app has been disabled");
    return OK;
}
