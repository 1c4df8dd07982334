/*
 * follower - the threads in which a service keeps up with the streams that it follows, one each.
 *
 * They ask when the doorbell rings, and every FOLLOW_EVERY_MS without it.
 */
#ifndef BUS_FOLLOWER_H
#define BUS_FOLLOWER_H
#include "bus.h"

enum { FOLLOW_EVERY_MS = 250 };

struct followers;
struct followers *followers_start(struct bus *bus, const struct service_host *host);
void followers_stop(struct followers **self); /* before bus_close; NULL is fine */

#endif
