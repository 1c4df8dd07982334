/*
 * painter - the process that paints: it waits for sockets, and gives each to a child of its own.
 *
 * A child reads a picture from its socket until its end, writes the answer (painted.h) and is gone.
 * It can do nothing else: no files, no other sockets, so much memory, so many seconds.  Whoever
 * takes one over by a fault in a library can paint what they like on their own picture.
 */
#ifndef PAINTER_PAINTER_H
#define PAINTER_PAINTER_H

/* Until the other end of this seqpacket socket closes.  The status to exit with. */
int painter_run(int socket);

#endif
