/*
 * gateway_inside - what the files of the gateway share: the one struct gateway.
 *
 * Made whole by gateway_open before the first request, then read by all
 * threads; what changes afterwards says how it is guarded.
 */
#ifndef GATEWAY_GATEWAY_INSIDE_H
#define GATEWAY_GATEWAY_INSIDE_H
#include "arena.h"
#include "connections.h"
#include "gateway.h"
#include "issuer.h"
#include "key_set.h"
#include "language.h"
#include "patience.h"
#include "places.h"
#include "rate_table.h"
#include "source.h"
#include <stdatomic.h>

struct mg_context;

enum gateway_state { GATEWAY_SERVING, GATEWAY_DRAINING, GATEWAY_REFUSING };

struct gateway {
    struct arena mem; /* for what lives as long as the gateway */
    struct gateway_config config;
    struct issuer issuer;
    const struct proxies *proxies;
    struct bytes discovery;    /* the document */
    const char *style_version; /* changes with page.css */
    const char *post_version;  /* changes with post.js */
    enum language language;    /* for who asks for none of ours */
    struct rpc *rpc;
    int64_t started_at; /* ms since 1970 */
    struct mg_context *http;
    struct wake acceptor; /* of the thread that accepts connections, once it runs */
    atomic_bool accepting;

    struct key_set keys;             /* a lock of its own */
    struct connections_watch watch;  /* a lock of its own */
    struct patience patience;        /* locks of its own */
    struct rate_table *rates;        /* a lock of its own */
    struct places uploads;           /* a lock of its own */
    atomic_int state;                /* enum gateway_state */
    atomic_int under_way;            /* requests */
    atomic_int_least64_t last_began; /* when the last did, /health aside; clock_steady */
    atomic_int hashing;              /* of them, those that wait for a password to be hashed */
};

#endif
