/*
 * buf - bytes that grow, in an arena.
 *
 * For building replies: append, then read p and n.  What is appended is kept
 * NUL-terminated (the NUL is not counted), so buf_text can be printed.
 * Growth leaves the old bytes in the arena, which wipes them.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H
#include "arena.h"

struct buf {
    struct arena *mem;
    uint8_t *p;
    size_t n, room;
};

void buf_init(struct buf *self, struct arena *mem, size_t room); /* room: a guess, in bytes */
void buf_add(struct buf *self, const void *p, size_t n);
void buf_str(struct buf *self, const char *text);
void buf_char(struct buf *self, char c);
void buf_printf(struct buf *self, const char *fmt, ...) PRINTF_LIKE(2, 3);
const char *buf_text(const struct buf *self);
struct bytes buf_bytes(const struct buf *self); /* a view, not a copy */

#endif
