/*
 * install - the folders and keys of an installation, in the working folder.
 *
 * Each step makes what is missing and leaves alone what is there, so that an
 * interrupted installation is completed by doing it again.  A key of which one
 * half was taken away (that is how a key is withdrawn) is not made anew.
 */
#ifndef CTL_INSTALL_H
#define CTL_INSTALL_H
#include "json.h"

struct install {
    struct arena *mem;
    struct buf made_text, kept_text;
    struct json made, kept; /* paths, as elements of an array */
    const char *why;        /* what went wrong, and with which file */
};

void install_init(struct install *self, struct arena *mem);

/* ERR_STORAGE, ERR_CONFIG: self->why. */
enum err install_folders(struct install *self) MUST_CHECK;
enum err install_keys(struct install *self) MUST_CHECK;
enum err install_file(struct install *self, const char *path, const char *text) MUST_CHECK;

#endif
