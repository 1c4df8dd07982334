/*
 * picture - a picture as it is kept and shown: a small square PNG that holds nothing but pixels.
 *
 * What people upload is redrawn first, by a process that holds nothing (gateway/painter).  A
 * service does not decode what it is handed then; it makes sure, chunk by chunk, that there is no
 * room in it for anything else: no text, no profile, no second image, nothing behind its end (PNG,
 * third edition, 5).  A picture is asked for by a name that follows from its bytes, so that whoever
 * has one need never ask again.
 */
#ifndef PICTURE_PICTURE_H
#define PICTURE_PICTURE_H
#include "arena.h"

enum {
    PICTURE_SIDE = 256,      /* pixels, at most */
    PICTURE_MAX = 160 << 10, /* bytes; the fields "png" of the contract have it too */
    PICTURE_NAME_LEN = 32,   /* hexadecimal digits in lower case */
};

/* NULL: it is one.  Else what is wrong with it. */
const char *picture_fault(struct bytes png);

const char *picture_name(struct arena *mem, struct bytes png);

/* Where it is served.  site: our public address, or "" for a page of ours; NULL name: NULL. */
#define PICTURE_AVATARS "/avatars/"
#define PICTURE_ICONS "/app-icons/"
const char *picture_address(struct arena *mem, const char *site, const char *folder,
                            const char *name);

#endif
