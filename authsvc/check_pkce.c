#include "ask.h"
#include "pkce.h"
#include <string.h>

/* plain, also when no method is named, is refused: whoever sees the request could redeem the code.
 * Who proves nothing at the token endpoint has to prove this, in any dialect (RFC 9700 2.1.1). */
enum err check_pkce(struct call *c, struct ask *self)
{
    const char *challenge = ask_value(self->request->code_challenge);
    const char *method = ask_value(self->request->code_challenge_method);

    if (challenge && !method && self->dialect->method == METHOD_S256)
        method = "S256";

    bool optional = self->dialect->pkce == PKCE_OPTIONAL && self->client.confidential;

    if (!challenge && !method && optional)
        return OK;
    if (!challenge)
        return refuse_openly(c, ERR_CHALLENGE_MISSING, "code_challenge is missing");
    self->mishap = MISHAP_challenge_method;
    if (!method || strcmp(method, "S256") != 0)
        return refuse_openly(c,
                             method ? ERR_CHALLENGE_METHOD_UNKNOWN : ERR_CHALLENGE_METHOD_MISSING,
                             "code_challenge_method must be S256");
    self->mishap = MISHAP_challenge_malformed;
    if (!pkce_challenge_valid(c->mem, challenge))
        return refuse_openly(c, ERR_CHALLENGE_MALFORMED,
                             "code_challenge is not the base64url form of a SHA-256");
    self->challenge = challenge;
    return OK;
}
