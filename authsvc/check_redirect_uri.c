#include "ask.h"
#include "redirect_uri.h"
#include "words.h"

/* Never taken for granted, even where only one is registered (RFC 9700 2.1). */
enum err check_redirect_uri(struct call *c, struct ask *self)
{
    const struct authorize_request *q = self->request;
    const char *uri = ask_value(q->redirect_uri);

    if (words_has(q->repeated, "redirect_uri"))
        return refuse_openly(c, ERR_INVALID_REQUEST, "redirect_uri came twice");
    if (!uri)
        return refuse_openly(c, ERR_INVALID_REQUEST, "redirect_uri is missing");
    if (!redirect_uri_registered(&self->client.redirect_uris, uri, !self->client.confidential))
        return refuse(c, ERR_BAD_REDIRECT_URI, "not registered by client %s",
                      self->client.client_id);
    return OK;
}
