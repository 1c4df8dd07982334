/*
 * discovery - the document that tells libraries what there is and where.
 *
 * One text for both addresses (OpenID Connect Discovery 1.0 section 3, RFC 8414
 * section 2), made at start.
 */
#ifndef GATEWAY_DISCOVERY_H
#define GATEWAY_DISCOVERY_H
#include "arena.h"

struct bytes discovery_document(struct arena *mem, const char *issuer);

#endif
