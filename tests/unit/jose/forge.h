/*
 * forge - tokens that are right but for one thing.
 *
 * Whatever is wrong with one of them is signed properly around it, so that a
 * refusal has one possible reason.
 */
#ifndef JOSE_FORGE_H
#define JOSE_FORGE_H
#include "jws.h"

#define FORGE_PAYLOAD "{\"sub\":\"42\"}"

extern struct jwk *forge_es, *forge_rs; /* two private keys */
extern const char *forge_why;           /* the reason of the last refusal */

/* For main: makes the keys, runs the cases, takes the keys away. */
struct check;
int forge_run(const struct check *cases);

const char *forge_token(const struct jwk *key); /* good, typ at+jwt */
const char *forge_with_header(const struct jwk *key, const char *header);
const char *forge_with_signature(const char *token, struct bytes signature);
struct bytes forge_signature_of(const char *token);

enum err forge_verify(const struct jwk *key, const char *typ, const char *token);
void forge_refused(const struct jwk *key, const char *token, const char *because);

const char *forge_joined(const char *a, char between, const char *b);
const char *forge_b64(const char *text);

#endif
