#include "ask.h"
#include "redirect_hint.h"
#include "redirect_uri.h"
#include "words.h"
#include <string.h>

/* Only the gateway says that it is one of ours (authorize_request.own_page). */
static enum err take_own_page(struct call *c, struct ask *self, const char *uri)
{
    const char *issuer = self->request->issuer;
    size_t n = strlen(issuer);

    if (!uri || strncmp(uri, issuer, n) != 0 || uri[n] != '/')
        return refuse(c, ERR_BAD_REDIRECT_URI, "it is no page of ours");
    self->redirect_uri = uri;
    return OK;
}

static enum err refuse_foreign(struct call *c, struct ask *self, const char *uri)
{
    const struct redirect_hint hint = redirect_hint(&self->client.redirect_uris, uri);

    self->mishap = hint.mishap;
    self->near = hint.nearest;
    return refuse(c, ERR_BAD_REDIRECT_URI, "not registered by client %s", self->client.client_id);
}

/* What is not named is taken for granted only where the dialect does so, and only if there is
 * nothing to choose (RFC 9700 2.1). */
enum err check_redirect_uri(struct call *c, struct ask *self)
{
    const struct authorize_request *q = self->request;
    const struct strs *registered = &self->client.redirect_uris;
    const char *uri = ask_value(q->redirect_uri);

    if (words_has(q->repeated, "redirect_uri"))
        return refuse_openly(c, ERR_PARAMETER_TWICE, "redirect_uri came twice");
    if (q->own_page)
        return take_own_page(c, self, uri);
    if (!registered->n && (uri || self->dialect->redirect_uri == REDIRECT_NAMED)) {
        self->mishap = MISHAP_redirect_none;
        return refuse(c, ERR_NO_REDIRECT_URI, "client %s has none", self->client.client_id);
    }
    if (!uri && self->dialect->redirect_uri == REDIRECT_KNOWN && registered->n == 1)
        uri = registered->v[0];
    if (!uri)
        return refuse_openly(c, ERR_REDIRECT_URI_MISSING, "redirect_uri is missing");
    if (!redirect_uri_registered(registered, uri, !self->client.confidential))
        return refuse_foreign(c, self, uri);
    self->redirect_uri = uri;
    return OK;
}
