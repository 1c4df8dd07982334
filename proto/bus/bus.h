/*
 * bus - how processes talk: ZeroMQ underneath, struct rpc above.
 *
 * One bus thread per process owns every socket.  Any thread may call through
 * bus_rpc: it queues its request and sleeps until the reply or its deadline.
 * A service also gives a host; then its socket is bound, admission is proved to
 * work (a stranger's key must be refused), and workers serve what comes.
 *
 * Everything is found in the working folder of the process, which is the data
 * folder of the installation: bus/ (sockets), keys/ (see keyring.h).
 * Several buses may live in one process.  Design: section 4.
 */
#ifndef BUS_BUS_H
#define BUS_BUS_H
#include "common_config.h"
#include "service.h"

struct bus_options {
    const char *name;                   /* whose key: keys/<name>/bus.cert_secret; "gateway" */
    const struct common_config *config; /* copied; its texts are borrowed until bus_close */
    struct service_host *host;          /* NULL: this process only calls.  Its rpc and ping are set
                                           here; borrowed until bus_close */
};

struct bus;

/* Returns when calls can be made and, with a host, are being served.  Logs why it cannot:
 * ERR_CONFIG (keys, addresses), ERR_UNAVAILABLE (nothing free to bind, admission does not work).
 * Call secret_init before. */
enum err bus_open(const struct bus_options *options, struct bus **out) MUST_CHECK;

/* For struct call; lives as long as the bus.  Services that are not there yet are waited for about
 * a second (within the deadline), then ERR_UNAVAILABLE.  Calls in flight to a replica that dies go
 * to another one if the method is idempotent. */
struct rpc *bus_rpc(struct bus *self);

/* Sleeps until a service may have something new in its event stream, or ms.
 * seen: 0 at first, then as it was left; news that came since is returned for at once.  service: of
 * destination.h. */
void bus_await_news(struct bus *self, const char *service, uint32_t *seen, int64_t ms);
void bus_wake_followers(struct bus *self); /* whoever sleeps there */

/* Asks callers to go elsewhere, and returns when they have and everything was answered, or after
 * limit_ms.  Only with a host; once; not on the bus thread. */
void bus_drain(struct bus *self, int64_t limit_ms);

/* Calls still waiting end with ERR_UNAVAILABLE.  No thread may begin a call any more. */
void bus_close(struct bus **self); /* NULL is fine, *self becomes NULL */

#endif
