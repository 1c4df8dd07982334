/*
 * bus_inside - what a bus is made of; for bus.c, bus_thread.c and bus_carry.c alone.
 */
#ifndef BUS_BUS_INSIDE_H
#define BUS_BUS_INSIDE_H
#include "bus.h"
#include "front.h"
#include "peers.h"

struct bus {
    struct rpc rpc; /* first */
    void *zmq;
    struct common_config config;
    struct keypair own;
    struct keyring *keyring;
    struct bell bell;
    struct outstanding calls; /* with the bell's lock */
    struct peers peers;
    struct front *front; /* NULL: this process only calls */
    struct pollset set;
    pthread_t thread;
    bool running; /* the thread was started */
    bool stop;    /* with the bell's lock */
};

/* The thread that owns all sockets: sends what others hand over, receives, looks after what is due;
 * until stop. */
void *bus_thread(void *arg);

/* struct rpc: one call, from any thread. */
enum err bus_carry(struct rpc *rpc, struct call *c, const struct rpc_request *request,
                   struct rpc_reply *reply) MUST_CHECK;

#endif
