/*
 * jws_inside - the form of a compact token, apart from what signs it.
 */
#ifndef JOSE_JWS_INSIDE_H
#define JOSE_JWS_INSIDE_H
#include "arena.h"
#include "buf.h"

/* The members that count; NULL when absent. */
struct jws_header {
    const char *alg, *typ, *kid;
};

/* A token whose form is right and whose signature is still to be judged. */
struct jws_opened {
    struct bytes payload, signature; /* decoded */
    struct bytes input;              /* header.payload: what is signed */
};

/* All that jws_verify says of a token before the signature.  ERR_INVALID_TOKEN and why. */
enum err jws_open(struct arena *mem, const char *alg, const char *typ, const char *compact,
                  struct jws_opened *out, const char **why) MUST_CHECK;

/* out begins with header.payload, which is what is to be signed; then the signature ends it. */
void jws_begin(struct arena *mem, const struct jws_header *header, struct bytes payload,
               struct buf *out);
const char *jws_end(struct buf *out, struct arena *mem, struct bytes signature);

#endif
