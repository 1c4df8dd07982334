/*
 * destination - the services that can be called, each with its replicas.
 *
 * Which replica gets a call is decided here: the one with the fewest calls open,
 * of those that have not just let a caller wait in vain.
 */
#ifndef BUS_DESTINATION_H
#define BUS_DESTINATION_H
#include "common_config.h"
#include "replica.h"

enum { DESTINATIONS = 4, DESTINATION_NONE = DESTINATIONS };

struct destination {
    const char *service;
    const char *place; /* host:port; NULL: over ipc */
    struct replicas replicas;
    bool wanted;           /* it has been called: replicas are looked for */
    bool said_no_key;      /* logged once */
    _Atomic uint32_t news; /* futex; grows when its event stream may have something new */
};

void destination_init(struct destination *self, size_t index, const struct common_config *config);

/* Index by name, DESTINATION_NONE if nobody is called so.  Any thread. */
size_t destination_of(const char *service);

/* With the bell's lock.  NULL: none can be used now. */
struct replica *destination_choose(struct destination *self);

#endif
