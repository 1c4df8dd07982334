/*
 * endpoint - what every dialect adds to what an app asks for: who asks, from which browser, for
 * whom.
 *
 * The fields that the contract calls INTERNAL are set here, and in no dialect.
 */
#ifndef GATEWAY_ENDPOINT_H
#define GATEWAY_ENDPOINT_H
#include "client_identity.h"
#include "exchange.h"

/* The parameters as an authorization request, in which those are noted that came twice. */
enum err endpoint_asked(struct exchange *x, struct form *form,
                        struct authorize_request *q) MUST_CHECK;

/* Asks authsvc, for whoever is signed in at this browser. */
enum err endpoint_authorize(struct exchange *x, const char *dialect, struct authorize_request *q,
                            struct interaction_step *step) MUST_CHECK;

/* A token request by this client. */
void endpoint_token(struct exchange *x, const char *dialect, const struct client_identity *client,
                    struct token_request *q);

#endif
