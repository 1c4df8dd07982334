/*
 * arena - memory that lives as long as one request.
 *
 * Whatever a request makes comes from its arena and is never freed by hand;
 * arena_reset wipes every byte that was handed out, so secrets need no
 * bookkeeping.  Allocation cannot fail: inputs are bounded at the door, and an
 * arena that outgrows its limit is a bug and aborts.  One thread at a time.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H
#include "base.h"
#include <stdarg.h>

enum { ARENA_LIMIT = 1 << 20 }; /* bytes a request may use */

struct arena_chunk;
struct arena {
    struct arena_chunk *chunks; /* the newest first; the oldest is kept by arena_reset */
    size_t total, limit;        /* bytes in chunks, and how many there may be */
};

void arena_init(struct arena *self, size_t limit); /* allocates nothing yet */
void arena_reset(struct arena *self);              /* wipes; keeps one chunk for the next request */
void arena_done(struct arena *self); /* wipes and frees; fine when never used, or twice */

void *arena_alloc(struct arena *self, size_t n); /* zeroed, aligned for anything */
void *arena_array(struct arena *self, size_t count, size_t n);
char *arena_strdup(struct arena *self, const char *text); /* NULL gives NULL */
char *arena_strndup(struct arena *self, const char *text, size_t n);
struct bytes arena_bytes(struct arena *self, const void *p, size_t n); /* a copy */
char *arena_printf(struct arena *self, const char *fmt, ...) PRINTF_LIKE(2, 3);
char *arena_vprintf(struct arena *self, const char *fmt, va_list ap) PRINTF_LIKE(2, 0);

#define ARENA_NEW(self, type) ((struct type *)arena_alloc((self), sizeof(struct type)))

#endif
