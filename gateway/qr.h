/*
 * qr - a text as a QR code that we draw ourselves: the dark modules as the path of an SVG.
 *
 * libqrencode finds out which are dark.  Source: ISO/IEC 18004.
 */
#ifndef GATEWAY_QR_H
#define GATEWAY_QR_H
#include "arena.h"

enum { QR_QUIET = 4 }; /* modules that have to be light all around it */

struct qr {
    const char *path; /* of squares with a side of 1, from 0, 0 */
    int side;         /* in modules, without what is quiet around it */
};

/* ERR_TOO_LARGE: there is no QR code that holds so much. */
enum err qr_of(struct arena *mem, const char *text, struct qr *out) MUST_CHECK;

#endif
