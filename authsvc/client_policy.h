/*
 * client_policy - which settings of a client go together.
 *
 * Whoever adds or changes a client ends here, so that no other client is ever
 * stored.  Source: RFC 6749 2 and 4, RFC 7591 2, RFC 9700 2, RFC 8252 8.
 */
#ifndef AUTHSVC_CLIENT_POLICY_H
#define AUTHSVC_CLIENT_POLICY_H
#include "messages.h"

/* What is wrong, for the public, beginning with the name of the field; NULL: nothing. */
const char *client_policy_fault(struct arena *mem, const struct client *client);

#endif
