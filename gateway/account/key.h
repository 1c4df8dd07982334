/*
 * key - what the pages of API keys have in common.
 */
#ifndef GATEWAY_KEY_H
#define GATEWAY_KEY_H
#include "account.h"

/* Where keys of a dialect count, in words. */
const char *key_kind(struct exchange *x, const char *dialect);

/* A key with its value, this once.  Never by an address: a value must not be in one. */
void key_show(struct exchange *x, const struct api_key_secret_reply *key);

#endif
