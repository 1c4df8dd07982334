/*
 * client_identity - which client asks at the token endpoint and its neighbours, and how it shows
 * it.
 *
 * By Basic, by client_id and client_secret in the body, or by client_id alone;
 * never by two at once (RFC 6749 2.3, 2.3.1).  Whether the proof is any good is
 * tokensvc's to say.
 */
#ifndef GATEWAY_CLIENT_IDENTITY_H
#define GATEWAY_CLIENT_IDENTITY_H
#include "form.h"

struct client_identity {
    const char *id, *secret; /* NULL: not given */
    const char *method;      /* client_secret_basic, client_secret_post or none */
};

/* authorization: the header, or NULL.  ERR_INVALID_REQUEST: two ways at once; ERR_INVALID_CLIENT:
 * a header that cannot be read.  *why is fit for the public. */
enum err client_identity_read(struct arena *mem, const char *authorization, const struct form *body,
                              struct client_identity *out, const char **why) MUST_CHECK;

#endif
