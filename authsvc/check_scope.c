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
enum err check_scope(struct call *c, struct ask *self)
{
    const char *scope = ask_value(self->request->scope);

    if (!scope)
        scope = words_without(c->mem, self->client.scope, "offline_access");
    if (!*scope)
        return refuse_openly(c, ERR_INVALID_SCOPE, "scope is missing");
    if (!words_valid(scope, strlen(scope)))
        return refuse_openly(c, ERR_INVALID_SCOPE,
                             "scope is not words with one blank between them, each once");
    self->scope = scope;
    return refuse_foreign(c, scope, self->client.scope);
}
