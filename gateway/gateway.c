#include "gateway.h"
#include "assets.h"
#include "clock.h"
#include "discovery.h"
#include "gateway_inside.h"
#include "log.h"
#include "server.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CONFIG CONFIG_ROW
#define CONFIG_OF gateway_config
static const struct config_row rows[] = {
#include "gateway.config.def"
};
#undef CONFIG
const struct config_table gateway_config_table = {rows, ARRAY_LEN(rows)};

enum { QUIET_MS = 500, LOOK_MS = 20, UNDER_WAY_MS = 10 * 1000 };

/* What is known before the first request. */
static enum err prepare(struct gateway *self)
{
    const char *why = NULL;

    enum err e = issuer_parse(&self->mem, self->config.issuer, &self->issuer, &why);
    if (e) {
        log_error("the issuer \"%s\" cannot be ours: %s",
                  self->config.issuer ? self->config.issuer : "", why);
        return e;
    }
    e = source_proxies(&self->mem, self->config.gateway_trusted_proxies, &self->proxies, &why);
    if (e) {
        log_error("gateway/trusted_proxies: %s", why);
        return e;
    }
    const char *language = self->config.gateway_language;
    if (!language_lookup(language, strlen(language), &self->language)) {
        log_error("gateway/language is \"%s\", which pages do not speak", language);
        return ERR_CONFIG;
    }
    if (!self->issuer.secure)
        log_warn("development mode: %s is not https, so this is for this machine alone",
                 self->issuer.url);
    self->discovery = discovery_document(&self->mem, self->issuer.url);
    self->style_version = assets_style_version(&self->mem);
    self->post_version = assets_post_version(&self->mem);
    return OK;
}

enum err gateway_open(const struct gateway_config *config, struct rpc *rpc, struct gateway **out)
{
    struct gateway *self = xcalloc(1, sizeof *self);

    self->config = *config;
    self->rpc = rpc;
    self->started_at = clock_now();
    arena_init(&self->mem, ARENA_LIMIT);
    key_set_init(&self->keys);
    self->rates = rate_table_open();
    places_init(&self->uploads);
    enum err e = prepare(self);
    if (!e)
        e = server_start(self);
    if (e) {
        gateway_close(&self);
        return e;
    }
    self->watch = (struct connections_watch){
        .bound = (size_t)config->gateway_connections_per_source,
        .proxies = self->proxies,
    };
    self->watch.n_ports = server_ports(self, self->watch.ports);
    connections_watch_start(&self->watch);
    *out = self;
    return OK;
}

int gateway_port(const struct gateway *self)
{
    int ports[SERVER_PORTS_MAX] = {0};

    return server_ports(self, ports) > 0 ? ports[0] : 0;
}

static bool is_quiet(struct gateway *self)
{
    return atomic_load(&self->under_way) == 0 &&
           clock_steady() - atomic_load(&self->last_began) >= QUIET_MS;
}

void gateway_drain(struct gateway *self, int64_t limit_ms)
{
    int64_t until = clock_steady() + limit_ms;

    atomic_store(&self->last_began, clock_steady()); /* balancers need a moment to hear of it */
    atomic_store(&self->state, GATEWAY_DRAINING);
    while (!is_quiet(self) && clock_steady() < until)
        usleep(LOOK_MS * 1000);
    atomic_store(&self->state, GATEWAY_REFUSING);
    until = clock_steady() + UNDER_WAY_MS;
    while (atomic_load(&self->under_way) > 0 && clock_steady() < until)
        usleep(LOOK_MS * 1000);
}

void gateway_close(struct gateway **self)
{
    struct gateway *gw = *self;

    if (!gw)
        return;
    connections_watch_stop(&gw->watch);
    server_stop(gw);
    key_set_done(&gw->keys);
    places_done(&gw->uploads);
    rate_table_close(&gw->rates);
    arena_done(&gw->mem);
    free(gw);
    *self = NULL;
}
