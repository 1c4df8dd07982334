/*
 * turn - processes that share a file write it in turn.
 *
 * SQLite's own way of waiting is to sleep and try again, and it lets one
 * process starve the others.  Here they block in the kernel on open file
 * description locks (fcntl(2), F_OFD_SETLKW) on two bytes of a file: who holds
 * the first byte is next, who holds the second one writes.  Whoever comes
 * again has to wait behind the one who is next.  The kernel frees the lock of
 * a process that dies.  One thread at a time per struct turn.
 */
#ifndef STORE_TURN_H
#define STORE_TURN_H
#include "base.h"

struct turn {
    int fd; /* -1: not open */
};

enum err turn_init(struct turn *self, const char *path) MUST_CHECK; /* ERR_STORAGE, logged */
void turn_done(struct turn *self);                                  /* fine when not open */

enum err turn_take(struct turn *self) MUST_CHECK; /* waits as long as it takes */
void turn_leave(struct turn *self);

#endif
