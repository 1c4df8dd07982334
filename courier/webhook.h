/*
 * webhook - posts a message to an address that a stranger has named.
 *
 * https only.  The name is resolved first, once; if one of its addresses is not
 * public (address.h) nothing is sent, and the connection is made to these
 * addresses and no others, whatever the name says later.  No redirects, no
 * proxy, no credentials in the address; the answer is read up to 64 KiB and for
 * 10 seconds, and thrown away.  2xx means that it arrived.
 *
 * Headers: webhook-id, webhook-timestamp and, with a key, webhook-signature as
 * the Standard Webhooks specification has them; Authorization with a bearer.
 */
#ifndef COURIER_WEBHOOK_H
#define COURIER_WEBHOOK_H
#include "address.h"
#include "messages.h"
#include "outcome.h"
#include <stdatomic.h>

struct webhook {
    const char *allow;   /* addresses that need not be public; NULL: none */
    const char *ca_file; /* NULL: what the system trusts */
    enum err (*resolve)(void *self, const char *host, struct addresses *out); /* addresses_of */
    void *resolve_self;
    const atomic_bool *stop; /* becomes true: what is under way fails */
};

/* *why: what went wrong, in mem.  Any thread. */
enum outcome webhook_send(const struct webhook *self, struct arena *mem, const char *id,
                          const struct webhook_order *order, const char **why);

#endif
