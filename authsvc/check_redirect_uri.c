#include "ask.h"
#include "redirect_uri.h"
#include "words.h"
#include <string.h>

/* Only the gateway says so (authorize_request.own_page), and only of an address of ours. */
static bool is_own_page(const struct authorize_request *q, const char *uri)
{
    if (!q->own_page)
        return false;
    size_t n = strlen(q->issuer);
    return strncmp(uri, q->issuer, n) == 0 && uri[n] == '/';
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
    if (!registered->n && (uri || self->dialect->redirect_uri == REDIRECT_NAMED))
        return refuse(c, ERR_NO_REDIRECT_URI, "client %s has none", self->client.client_id);
    if (!uri && self->dialect->redirect_uri == REDIRECT_KNOWN && registered->n == 1)
        uri = registered->v[0];
    if (!uri)
        return refuse_openly(c, ERR_REDIRECT_URI_MISSING, "redirect_uri is missing");
    if (!is_own_page(q, uri) &&
        !redirect_uri_registered(registered, uri, !self->client.confidential))
        return refuse(c, ERR_BAD_REDIRECT_URI, "not registered by client %s",
                      self->client.client_id);
    self->redirect_uri = uri;
    return OK;
}
