/*
 * probe - does the gateway that listens here answer, and is all behind it ready?
 */
#ifndef GATEWAY_PROBE_H
#define GATEWAY_PROBE_H

/* listen: as in gateway/listen; the first address is asked for /health.  An exit status: 0 if
 * ready; what is wrong is said on standard error. */
int probe_health(const char *listen);

#endif
