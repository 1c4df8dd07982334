/*
 * discovery - the document that tells libraries what there is and where.
 *
 * One text for both addresses (OpenID Connect Discovery 1.0 section 3, RFC 8414
 * section 2), made at start; dialects print their own from rows of their own.
 */
#ifndef GATEWAY_DISCOVERY_H
#define GATEWAY_DISCOVERY_H
#include "arena.h"

/* An address below the issuer, or the words of a list. */
struct discovery_row {
    const char *name, *value;
};

struct discovery {
    const struct discovery_row *endpoints;
    size_t n_endpoints;
    const struct discovery_row *lists;
    size_t n_lists;
};

/* What is true of every dialect stands in it, too. */
struct bytes discovery_print(struct arena *mem, const char *issuer, const struct discovery *what);

/* That of the standard dialect. */
struct bytes discovery_document(struct arena *mem, const char *issuer);

#endif
