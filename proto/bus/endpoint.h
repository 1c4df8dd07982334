/*
 * endpoint - the place where a replica can be reached on this machine.
 *
 * bus/<service>.<n>.sock belongs to whoever holds bus/<service>.<n>.lock, for as
 * long as it lives; the kernel frees the lock of a process that dies.  Without it
 * a second bind would take the path from the first without a word.
 */
#ifndef BUS_ENDPOINT_H
#define BUS_ENDPOINT_H
#include "base.h"

struct endpoint {
    int lock;       /* fd; -1: none */
    char *instance; /* "usersvc.0" */
    char *address;  /* "ipc://bus/usersvc.0.sock" */
};

/* The lowest n that is free; what a dead owner left there is removed.  ERR_UNAVAILABLE: none is,
 * or the folder bus/ cannot be used; logged. */
enum err endpoint_take(const char *service, struct endpoint *out) MUST_CHECK;

void endpoint_shared(const struct endpoint *self); /* after bind: lets the group connect */
void endpoint_hide(struct endpoint *self);         /* nobody can connect from now on */
void endpoint_release(struct endpoint *self);      /* after the socket is gone; twice is fine */

#endif
