/*
 * gateway - Ostiary towards the outside: HTTP, pages, and the endpoints of OAuth and OpenID
 * Connect.
 *
 * Knows HTTP and how things look; decides nothing about OAuth: each request
 * becomes a call to the service that owns the answer.  Keeps nothing: gateways
 * may stand side by side.
 *
 * Several may live in one process.  gateway_open starts civetweb with its
 * threads; everything after that happens on them.
 */
#ifndef GATEWAY_GATEWAY_H
#define GATEWAY_GATEWAY_H
#include "config.h"
#include "rpc.h"

#define CONFIG CONFIG_MEMBER
struct gateway_config {
#include "gateway.config.def"
    const char *issuer; /* from the settings that all programs share */
    int painter;        /* redraw_start; -1: there is none */
};
#undef CONFIG

extern const struct config_table gateway_config_table;

struct gateway;

/* config is copied, its texts and rpc are borrowed until gateway_close.  ERR_CONFIG: the issuer, an
 * address to listen on or a proxy will not do; logged. */
enum err gateway_open(const struct gateway_config *config, struct rpc *rpc,
                      struct gateway **out) MUST_CHECK;

int gateway_port(const struct gateway *self); /* the first one it listens on */

/* Answers what comes until half a second was quiet, at most limit_ms, then refuses what is new and
 * waits for what is under way.  Health says so from the beginning.  Once, before gateway_close. */
void gateway_drain(struct gateway *self, int64_t limit_ms);

void gateway_close(struct gateway **self); /* NULL is fine, *self becomes NULL */

#endif
