/*
 * source - where a request really comes from, and for which host it was meant.
 *
 * X-Forwarded-For, -Host and -Proto are believed only when the connection comes
 * from a configured proxy; from anybody else they are nothing.  The source is
 * then the rightmost address of X-Forwarded-For that is no proxy of ours.
 *
 * We speak no TLS ourselves: under an https issuer a request must come through
 * a proxy, or from this machine itself, where the terminator may stand.
 */
#ifndef GATEWAY_SOURCE_H
#define GATEWAY_SOURCE_H
#include "arena.h"

struct proxies; /* addresses and networks; made at start, then only read */

/* text: addresses and networks ("10.0.0.0/8, ::1"), commas or blanks between; NULL or "": none.
 * ERR_CONFIG: *why names the one that is wrong. */
enum err source_proxies(struct arena *mem, const char *text, const struct proxies **out,
                        const char **why) MUST_CHECK;

bool source_is_proxy(const struct proxies *proxies, const char *address);
bool source_is_loopback(const char *address);

struct source_headers {
    const char *forwarded_for, *forwarded_host, *forwarded_proto, *host; /* NULL: not there */
};

struct source {
    const char *address; /* whom to count and to log */
    const char *host;    /* what the client asked for; NULL: nothing */
};

/* peer: address of the connection.  ERR_MISDIRECTED: it came without TLS where TLS is needed. */
enum err source_judge(struct arena *mem, const struct proxies *proxies, bool secure,
                      const char *peer, const struct source_headers *headers,
                      struct source *out) MUST_CHECK;

#endif
