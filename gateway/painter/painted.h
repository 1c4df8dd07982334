/*
 * painted - what the painter answers: one byte that says what came of it, and if it is PAINTED, the
 * picture.
 *
 * No answer at all: the picture was more than the painter bore.
 */
#ifndef PAINTER_PAINTED_H
#define PAINTER_PAINTED_H

enum painted {
    PAINTED = 'P',
    PAINTED_UNKNOWN = 'U', /* of none of the kinds that are read */
    PAINTED_WIDE = 'W',    /* more pixels than are read */
    PAINTED_BROKEN = 'B',  /* it cannot be read to its end */
};

/* The painter finds its end of a seqpacket pair here. */
enum { PAINTER_SOCKET = 3 };

#endif
