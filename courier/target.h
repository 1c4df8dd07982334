/*
 * target - an https address taken apart, and whether it may be connected to.
 */
#ifndef COURIER_TARGET_H
#define COURIER_TARGET_H
#include "webhook.h"
#include <curl/curl.h>

struct target {
    CURLU *url;
    const char *host, *port;    /* host: without brackets */
    struct addresses addresses; /* all that it may be connected to */
};

/* OUTCOME_SENT: it may; target_done is the caller's in any case. */
enum outcome target_find(struct target *self, const struct webhook *webhook, struct arena *mem,
                         const char *url, const char **why);
void target_done(struct target *self);

/* "host:443:192.0.2.1,192.0.2.2", as CURLOPT_RESOLVE wants it. */
const char *target_pinned(const struct target *self, struct arena *mem);

bool target_allows(const struct target *self, const struct sockaddr *address);

#endif
