/*
 * hook_server - an https server of a test, with a certificate of its own making.
 *
 * One thread, one connection at a time.  It notes what it is asked and answers
 * as it is told.
 */
#ifndef COURIER_HOOK_SERVER_H
#define COURIER_HOOK_SERVER_H
#include "arena.h"

struct hook_server;

/* Listens at address:port (port 0: any) as that name.  answer: what is sent back, whole; NULL:
 * nothing is.  Borrowed. */
struct hook_server *hook_server_open(const char *address, int port, const char *name,
                                     const char *answer);
void hook_server_close(struct hook_server **self);
void hook_server_answer(struct hook_server *self, const char *answer, size_t filler);

int hook_server_port(const struct hook_server *self);
const char *hook_server_ca(const struct hook_server *self); /* path of its certificate */
const char *hook_server_heard(struct hook_server *self);    /* in check_mem */
int hook_server_asked(struct hook_server *self);            /* requests that came whole */
int hook_server_connections(struct hook_server *self);

#endif
