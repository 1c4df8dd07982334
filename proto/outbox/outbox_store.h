/*
 * outbox_store - what a service wants sent, in its own database until the courier has it.
 *
 * An order is put inside the unit of the change that it tells of: both are there
 * or neither.  The courier asks for what comes behind the number that it knows
 * (service.outbox_since) and with that says that everything up to this number
 * is in its own queue, durably: these rows go.  So an order is neither lost nor
 * queued twice, whoever dies when.
 *
 * Orders hold addresses and one-time secrets: they are wrapped under the
 * service's key-encryption key.
 */
#ifndef OUTBOX_OUTBOX_STORE_H
#define OUTBOX_OUTBOX_STORE_H
#include "messages.h"
#include "store.h"

/* Its tables, as a step of a service's schema. */
extern const char outbox_schema[];
#define OUTBOX_MIGRATION(number)                                                                   \
    {                                                                                              \
        .version = (number), .name = "outbox", .sqlite = outbox_schema                             \
    }

struct outbox_letter { /* an order, sealed: made before the unit, because that may run twice */
    const char *id;
    struct bytes sealed;
};

/* ERR_INTERNAL: the order breaks the contract; logged with the call. */
enum err outbox_seal(struct call *c, struct bytes kek, const struct order *order,
                     struct outbox_letter *out) MUST_CHECK;

/* Inside a write unit.  c is told that it stirred. */
enum err outbox_put(struct db *db, struct call *c, const struct outbox_letter *letter) MUST_CHECK;

/* service.outbox_since */
enum err outbox_store_since(struct store *store, struct call *c, struct bytes kek,
                            const struct outbox_since_request *q,
                            struct outbox_since_reply *a) MUST_CHECK;

#endif
