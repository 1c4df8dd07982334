#include "buf.h"
#include <string.h>

void buf_init(struct buf *self, struct arena *mem, size_t room)
{
    *self = (struct buf){.mem = mem, .room = room + 1};
    self->p = arena_alloc(mem, self->room);
}

static void make_room(struct buf *self, size_t n)
{
    if (self->n + n + 1 <= self->room)
        return;
    while (self->room < self->n + n + 1)
        self->room *= 2;
    uint8_t *bigger = arena_alloc(self->mem, self->room);
    memcpy(bigger, self->p, self->n);
    self->p = bigger;
}

void buf_add(struct buf *self, const void *p, size_t n)
{
    if (n == 0)
        return;
    make_room(self, n);
    memcpy(self->p + self->n, p, n);
    self->n += n;
    self->p[self->n] = 0;
}

void buf_str(struct buf *self, const char *text)
{
    buf_add(self, text, strlen(text));
}

void buf_char(struct buf *self, char c)
{
    buf_add(self, &c, 1);
}

void buf_printf(struct buf *self, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    buf_str(self, arena_vprintf(self->mem, fmt, ap));
    va_end(ap);
}

const char *buf_text(const struct buf *self)
{
    return (const char *)self->p;
}

struct bytes buf_bytes(const struct buf *self)
{
    return (struct bytes){self->p, self->n};
}
