#include "sock.h"
#include "clock.h"
#include "frames.h"
#include "log.h"
#include <stdlib.h>
#include <string.h>

enum {
    QUEUED_MAX = 16384, /* messages on one connection, each way */
    HANDSHAKE_MS = 5000,
    RECONNECT_MS = 50, /* the first pause; they double */
    RECONNECT_MAX_MS = 1000,
    HEARTBEAT_MS = 2000, /* notices a machine that vanished without a word */
    HEARTBEAT_LIMIT_MS = 6000,
};

/* Options with constant values are refused only if this file is wrong. */
static void set(void *socket, int option, int value)
{
    if (zmq_setsockopt(socket, option, &value, sizeof value) != 0)
        abort();
}

static void set_text(void *socket, int option, const char *value)
{
    if (zmq_setsockopt(socket, option, value, strlen(value)) != 0)
        abort();
}

static void *make(void *zmq, int type, int64_t frame_max)
{
    void *socket = zmq_socket(zmq, type);

    if (!socket) {
        log_error("no socket: %s", zmq_strerror(zmq_errno()));
        return NULL;
    }
    frame_max += FRAME_OVERHEAD;
    if (zmq_setsockopt(socket, ZMQ_MAXMSGSIZE, &frame_max, sizeof frame_max) != 0)
        abort();
    set(socket, ZMQ_LINGER, 0);
    set(socket, ZMQ_IPV6, 1);
    set(socket, ZMQ_SNDHWM, QUEUED_MAX);
    set(socket, ZMQ_RCVHWM, QUEUED_MAX);
    set(socket, ZMQ_HANDSHAKE_IVL, HANDSHAKE_MS);
    return socket;
}

/* The Z85 form has 40 characters; libzmq tells it from 32 raw bytes by its NUL. */
static void set_key(void *socket, int option, const char *z85)
{
    if (zmq_setsockopt(socket, option, z85, KEYRING_Z85_LEN + 1) != 0)
        abort();
}

void *sock_router(void *zmq, const struct keypair *own)
{
    void *socket = make(zmq, ZMQ_ROUTER, FRAME_REQUEST_MAX);

    if (!socket)
        return NULL;
    set(socket, ZMQ_CURVE_SERVER, 1);
    set_key(socket, ZMQ_CURVE_SECRETKEY, own->secret_key);
    set_text(socket, ZMQ_ZAP_DOMAIN, "ostiary");
    set(socket, ZMQ_ROUTER_MANDATORY, 1); /* says when a caller is gone */
    return socket;
}

void *sock_dealer(void *zmq, const struct keypair *own, const char *server_key)
{
    void *socket = make(zmq, ZMQ_DEALER, FRAME_REPLY_MAX);

    if (!socket)
        return NULL;
    set_key(socket, ZMQ_CURVE_PUBLICKEY, own->public_key);
    set_key(socket, ZMQ_CURVE_SECRETKEY, own->secret_key);
    set_key(socket, ZMQ_CURVE_SERVERKEY, server_key);
    set(socket, ZMQ_IMMEDIATE, 1);
    set(socket, ZMQ_RECONNECT_IVL, RECONNECT_MS);
    set(socket, ZMQ_RECONNECT_IVL_MAX, RECONNECT_MAX_MS);
    return socket;
}

void sock_heartbeat(void *dealer)
{
    set(dealer, ZMQ_HEARTBEAT_IVL, HEARTBEAT_MS);
    set(dealer, ZMQ_HEARTBEAT_TIMEOUT, HEARTBEAT_LIMIT_MS);
}

void *sock_monitor(void *zmq, void *of)
{
    int events = ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_DISCONNECTED |
                 ZMQ_EVENT_HANDSHAKE_FAILED_AUTH | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL |
                 ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL;
    /* The address of one that was closed stays taken for a while, and memory comes again. */
    char *address = xprintf("inproc://monitor.%p.%lld", of, (long long)clock_micros());
    void *monitor = zmq_socket(zmq, ZMQ_PAIR);

    if (!monitor || zmq_socket_monitor(of, address, events) != 0 ||
        zmq_connect(monitor, address) != 0) {
        log_error("no monitor: %s", zmq_strerror(zmq_errno()));
        sock_close(&monitor);
    }
    free(address);
    return monitor;
}

void sock_unmonitor(void *of, void **monitor)
{
    if (*monitor)
        zmq_socket_monitor(of, NULL, 0);
    sock_close(monitor);
}

bool sock_has(void *socket, int events)
{
    int now = 0;
    size_t n = sizeof now;

    return zmq_getsockopt(socket, ZMQ_EVENTS, &now, &n) == 0 && (now & events);
}

void sock_linger(void *socket, int ms)
{
    set(socket, ZMQ_LINGER, ms);
}

void sock_close(void **socket)
{
    if (*socket)
        zmq_close(*socket);
    *socket = NULL;
}
