/*
 * sock - the kinds of socket that the bus uses, with every option that makes them safe.
 *
 * All of them: CURVE, no linger, bounded messages and queues, IPv6 allowed.
 */
#ifndef BUS_SOCK_H
#define BUS_SOCK_H
#include "keyring.h"

/* Admits only whom the ZAP handler of the same context admits: see zap.h.  NULL: logged. */
void *sock_router(void *zmq, const struct keypair *own);

/* Queues nothing for a peer that is not there. */
void *sock_dealer(void *zmq, const struct keypair *own, const char *server_key);

/* For connections to other machines, which can vanish without a word. */
void sock_heartbeat(void *dealer);

/* A socket that tells of connections of another: handshakes and losses.  It ends before that other
 * is closed, and only like this: libzmq (4.3) waits without end for somebody to take an event, in
 * the thread that serves every connection of the process. */
void *sock_monitor(void *zmq, void *of);
void sock_unmonitor(void *of, void **monitor); /* NULL is fine */

void sock_close(void **socket); /* NULL is fine */
bool sock_has(void *socket, int events);
void sock_linger(void *socket, int ms);

#endif
