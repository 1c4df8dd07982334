/*
 * tailchat_claims - what clients of Tailchat are told of a person.
 */
#ifndef GATEWAY_TAILCHAT_CLAIMS_H
#define GATEWAY_TAILCHAT_CLAIMS_H
#include "buf.h"
#include "messages.h"

void tailchat_claims(struct buf *out, const struct userinfo_reply *a); /* a JSON object */

#endif
