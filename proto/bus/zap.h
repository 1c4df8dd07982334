/*
 * zap - who may connect: the answer to ZAP requests (ZeroMQ RFC 27).
 *
 * libzmq asks it of the handler in its own context; where there is none it lets
 * everybody in, so the handler is bound before any other socket.  The bus thread
 * answers from the same keyring by which it judges messages: a key is known to
 * both or to neither, and no other thread reads the folder.  (czmq's zauth would
 * keep a second copy in a thread and a context of its own, one per process.)
 */
#ifndef BUS_ZAP_H
#define BUS_ZAP_H
#include "keyring.h"

void *zap_open(void *zmq); /* NULL: logged */

/* Answers all that have been asked.  How many were refused. */
unsigned zap_answer(void *zap, struct keyring *keyring);

#endif
