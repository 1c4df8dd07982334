#include "ask.h"
#include "words.h"
#include <string.h>

static enum err refuse_foreign(struct call *c, const char *scope, const char *registered)
{
    const char *at = scope, *word = NULL;

    while ((word = words_next(c->mem, &at))) {
        if (!words_has(registered, word))
            return refuse_openly(c, ERR_INVALID_SCOPE,
                                 "this app has not registered the scope %.64s", word);
    }
    return OK;
}

/* Without scope the request is for what the client has registered, except access while the person
 * is away, which has to be asked for (RFC 6749 3.3). */
static enum err take_registered(struct call *c, struct ask *self, const char *scope)
{
    const char *registered = self->client.scope;

    self->scope = scope ? scope : words_without(c->mem, registered, "offline_access");
    if (!*self->scope)
        return refuse_openly(c, ERR_INVALID_SCOPE, "scope is missing");
    return refuse_foreign(c, self->scope, registered);
}

/* Access while the person is away is granted to who asks to have them asked (OIDC Core 11). */
static enum err take_some(struct call *c, struct ask *self, const char *scope)
{
    const char *some = words_common(c->mem, scope, self->client.scope);

    self->scope = words_has(self->request->prompt, "consent")
                      ? some
                      : words_without(c->mem, some, "offline_access");
    if (!*self->scope)
        return refuse(c, ERR_ACCESS_DENIED, "nothing was asked for that could be granted");
    return OK;
}

enum err check_scope(struct call *c, struct ask *self)
{
    const char *scope = ask_value(self->request->scope);
    const char *registered = self->client.scope;

    if (scope && !words_valid(scope, strlen(scope)))
        return refuse_openly(c, ERR_INVALID_SCOPE,
                             "scope is not words with one blank between them, each once");
    switch (self->dialect->scope) {
    case SCOPE_REGISTERED:
        return take_registered(c, self, scope);
    case SCOPE_ALL:
        self->scope = registered;
        return OK;
    case SCOPE_KNOWN:
        self->scope = words_common(c->mem, scope, registered);
        return OK;
    case SCOPE_SOME:
        break;
    }
    return take_some(c, self, scope);
}
