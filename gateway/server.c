#include "server.h"
#include "body.h"
#include "clock.h"
#include "gateway_inside.h"
#include "http.h"
#include "json.h"
#include "log.h"
#include "present.h"
#include "upload.h"
#include <civetweb.h>
#include <stdlib.h>
#include <string.h>

enum { THREAD_MASTER = 0, THREAD_WORKER = 1, QUEUE_MIN = 1024, NUDGE_MS = 20 };

static struct gateway *gateway_of(const struct mg_connection *conn)
{
    return mg_get_user_context_data(conn);
}

static void *init_thread(const struct mg_context *ctx, int type)
{
    struct gateway *gw = mg_get_user_data(ctx);

    if (type == THREAD_MASTER) {
        wake_open(&gw->acceptor);
        atomic_store(&gw->accepting, true);
    }
    if (type != THREAD_WORKER)
        return NULL;
    struct http_worker *worker = xmalloc(sizeof *worker);
    http_worker_open(worker, &gw->patience);
    return worker;
}

static void exit_thread(const struct mg_context *ctx, int type, void *worker)
{
    (void)ctx;
    if (type != THREAD_WORKER)
        return;
    http_worker_close(worker);
    free(worker);
}

static int init_connection(const struct mg_connection *conn, void **unused)
{
    struct http_worker *worker = mg_get_thread_pointer(conn);

    (void)unused;
    waiter_take(&worker->waiter);
    return 0;
}

static void close_connection(const struct mg_connection *conn)
{
    struct http_worker *worker = mg_get_thread_pointer(conn);

    waiter_leave(&worker->waiter);
}

static enum err serve(struct mg_connection *conn, struct http_worker *worker, struct exchange *x)
{
    enum err e = exchange_admit(x);

    if (e || !(x->route->flags & ROUTE_WATCH))
        atomic_store(&x->gateway->last_began, clock_steady());
    if (!e && x->route->flags & (ROUTE_FORM | ROUTE_JSON | ROUTE_UPLOAD))
        e = body_read(conn, worker, x);
    return e ? e : x->route->serve(x);
}

static int begin_request(struct mg_connection *conn)
{
    struct gateway *gw = gateway_of(conn);
    struct http_worker *worker = mg_get_thread_pointer(conn);
    struct exchange x;

    (void)waiter_has(&worker->waiter);
    atomic_fetch_add(&gw->under_way, 1);
    exchange_begin(&x, gw, &worker->mem);
    http_read_head(conn, &x);
    enum err e = serve(conn, worker, &x);
    if (e)
        present_error(&x, e);
    http_send(conn, worker, &x, atomic_load(&gw->state) != GATEWAY_SERVING);
    int status = x.reply.status;
    upload_end(&x);
    exchange_end(&x);
    arena_reset(&worker->mem);
    atomic_fetch_sub(&gw->under_way, 1);
    return status;
}

/* civetweb could not read the head of a request; it closes the connection afterwards. */
static int http_error(struct mg_connection *conn, int status, const char *message)
{
    struct http_worker *worker = mg_get_thread_pointer(conn);
    bool came = waiter_has(&worker->waiter);
    struct exchange x;

    exchange_begin(&x, gateway_of(conn), &worker->mem);
    x.call.detail = message;
    enum err e = status == 413 ? ERR_TOO_LARGE : ERR_BAD_MESSAGE;
    if (!came)
        x.call.detail = NULL; /* it is not what civetweb takes it for */
    present_error(&x, came ? e : ERR_SLOW_HEAD);
    http_send(conn, worker, &x, true);
    arena_reset(&worker->mem);
    return 0;
}

static int log_message(const struct mg_connection *conn, const char *message)
{
    (void)conn;
    log_warn("http: %s", message);
    return 1;
}

/* ADDRESS:PORT and commas; what more civetweb would read from this text is not offered. */
static bool can_listen(const char *listen)
{
    return strchr(listen, ':') && listen[strspn(listen, "0123456789.:,")] == '\0';
}

static struct mg_context *start(struct gateway *gw)
{
    const struct gateway_config *config = &gw->config;
    struct arena *mem = &gw->mem;
    const int64_t threads = config->gateway_threads;
    const int64_t queue = threads > QUEUE_MIN ? threads : QUEUE_MIN;
    const char *queue_text = arena_printf(mem, "%lld", (long long)queue);
    /* clang-format off */
    const char *options[] = {
        "listening_ports", config->gateway_listen,
        "num_threads", arena_printf(mem, "%lld", (long long)threads),
        "connection_queue", queue_text,
        "listen_backlog", queue_text,
        "request_timeout_ms", arena_printf(mem, "%lld", (long long)config->gateway_header_deadline),
        "max_request_size", arena_printf(mem, "%d", HTTP_HEAD_MAX),
        "enable_keep_alive", "yes",
        "keep_alive_timeout_ms", "500",
        "tcp_nodelay", "1",
        "decode_url", "no",               /* paths are compared as sent */
        "enable_auth_domain_check", "no", /* hosts are our own business */
        NULL,
    };
    /* clang-format on */
    const struct mg_callbacks callbacks = {
        .begin_request = begin_request,
        .http_error = http_error,
        .log_message = log_message,
        .init_thread = init_thread,
        .exit_thread = exit_thread,
        .init_connection = init_connection,
        .connection_close = close_connection,
    };

    return mg_start(&callbacks, gw, options);
}

enum err server_start(struct gateway *gw)
{
    if (!can_listen(gw->config.gateway_listen)) {
        log_error("gateway/listen is \"%s\", not ADDRESS:PORT (IPv4; several with commas)",
                  gw->config.gateway_listen);
        return ERR_CONFIG;
    }
    wake_setup();
    patience_start(&gw->patience, (size_t)gw->config.gateway_threads);
    mg_init_library(MG_FEATURES_DEFAULT);
    gw->http = start(gw);
    if (!gw->http) {
        mg_exit_library();
        patience_stop(&gw->patience);
        log_error("cannot listen on %s", gw->config.gateway_listen);
        return ERR_CONFIG;
    }
    return OK;
}

void server_stop(struct gateway *gw)
{
    if (!gw->http)
        return;
    if (atomic_load(&gw->accepting))
        wake_after(&gw->acceptor, NUDGE_MS); /* it looks up only every other second */
    mg_stop(gw->http);
    wake_close(&gw->acceptor);
    mg_exit_library();
    patience_stop(&gw->patience);
    gw->http = NULL;
}

size_t server_ports(const struct gateway *gw, int ports[SERVER_PORTS_MAX])
{
    struct mg_server_port open[SERVER_PORTS_MAX] = {{0}};
    int n = mg_get_server_ports(gw->http, SERVER_PORTS_MAX, open);

    for (int i = 0; i < n; i++)
        ports[i] = open[i].port;
    return n > 0 ? (size_t)n : 0;
}
