/*
 * issuer - our own public address: what it may look like, and whether a request is meant for it.
 *
 * https, or http to this machine itself (localhost, 127.0.0.1, [::1]) for
 * development.  Scheme, host and port only, written as browsers write an
 * origin, because it is compared byte by byte in tokens (RFC 8414 2) and in
 * Origin headers.
 */
#ifndef BASE_ISSUER_H
#define BASE_ISSUER_H
#include "arena.h"

struct issuer {
    const char *url;       /* https://id.example.org: issuer and origin are the same text */
    const char *authority; /* id.example.org, localhost:8080 */
    bool secure;           /* https */
};

/* Texts live in mem.  ERR_CONFIG: *why says what is wrong with it. */
enum err issuer_parse(struct arena *mem, const char *url, struct issuer *out,
                      const char **why) MUST_CHECK;

/* Is this Host header ours?  Letters of any case, and the default port may be written. */
bool issuer_serves(const struct issuer *self, const char *host);

#endif
