/*
 * key_view - a signing key as administrators see it.
 */
#ifndef TOKENSVC_KEY_VIEW_H
#define TOKENSVC_KEY_VIEW_H
#include "call.h"
#include "key_set.h"
#include "messages.h"

struct signing_key key_view(const struct call *c, const struct key_entry *entry);

#endif
