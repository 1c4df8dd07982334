/*
 * grants - a function per row of grants.def.
 *
 * When one is called the client is who it says it is, and may use this grant.
 */
#ifndef TOKENSVC_GRANTS_H
#define TOKENSVC_GRANTS_H
#include "call.h"
#include "messages.h"

#define GRANT(name, doc)                                                                           \
    enum err grant_##name(struct call *c, const struct token_request *q,                           \
                          const struct client *client, struct token_reply *a) MUST_CHECK;
#include "grants.def"
#undef GRANT

/* grant_authorization_code for an app's owner who tries it: no other family ends for this one. */
enum err grant_trial(struct call *c, const struct token_request *q, const struct client *client,
                     struct token_reply *a) MUST_CHECK;

#endif
