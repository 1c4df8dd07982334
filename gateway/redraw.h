/*
 * redraw - a picture that somebody sent, as one that can be kept: the painter's side of it is
 * painter/painter.h.
 *
 * The gateway holds no secrets, but it sees them; so what is read of strangers' pictures is read by
 * another process, which is started before this one shuts itself in.
 */
#ifndef GATEWAY_REDRAW_H
#define GATEWAY_REDRAW_H
#include "call.h"

/* Starts the painter, which ends when this process does.  program: NULL, the ostiary-painter that
 * lies beside this one.  Before threads.  A socket; -1, logged: nothing can be redrawn. */
int redraw_start(const char *program);

/* The picture anew, in the call's memory.  ERR_PICTURE_UNKNOWN, ERR_PICTURE_WIDE,
 * ERR_PICTURE_BROKEN: so it is; ERR_BUSY; ERR_UNAVAILABLE: nobody can tell. */
enum err redraw(struct call *c, int painter, struct bytes in, struct bytes *png) MUST_CHECK;

#endif
