/*
 * rates - how often may be asked within a minute (rates.def).
 *
 * To keep programs to the pace that they know from elsewhere; what protects us
 * from floods is elsewhere (bounds of connections, threads and queues).  So
 * each gateway counts for itself: several let through as many times as much,
 * and one that begins has counted nothing.  This machine and trusted proxies,
 * from which many may come, are not counted by their address.
 *
 * Whoever is counted hears of it in X-RateLimit-Limit, -Remaining and -Reset (seconds since 1970).
 */
#ifndef GATEWAY_RATES_H
#define GATEWAY_RATES_H
#include "rate_table.h"

struct exchange;

#define RATE(name, ...) RATE_##name,
#define COUNTED(...)
enum rate {
#include "rates.def"
};
#undef COUNTED
#undef RATE

/* Counts one request.  ERR_TOO_OFTEN, with the seconds to wait: it is one too many. */
enum err rates_of(struct exchange *x, enum rate which, const char *whom) MUST_CHECK;
enum err rates_of_source(struct exchange *x, enum rate which) MUST_CHECK;

/* The same, where the address that is asked is counted at all; preflights are not. */
enum err rates_admit(struct exchange *x) MUST_CHECK;

#endif
