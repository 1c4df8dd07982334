#include "arena.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CHUNK = 8192, ALIGN = _Alignof(max_align_t) };

struct arena_chunk {
    struct arena_chunk *next;
    size_t size, used;
    _Alignas(max_align_t) uint8_t data[];
};

void arena_init(struct arena *self, size_t limit)
{
    *self = (struct arena){.limit = limit};
}

static void wipe(struct arena_chunk *chunk)
{
    explicit_bzero(chunk->data, chunk->used);
    chunk->used = 0;
}

static void drop_until(struct arena *self, const struct arena_chunk *keep)
{
    while (self->chunks && self->chunks != keep) {
        struct arena_chunk *chunk = self->chunks;
        self->chunks = chunk->next;
        self->total -= chunk->size;
        wipe(chunk);
        free(chunk);
    }
}

void arena_reset(struct arena *self)
{
    struct arena_chunk *oldest = self->chunks;

    while (oldest && oldest->next)
        oldest = oldest->next;
    drop_until(self, oldest);
    if (oldest)
        wipe(oldest);
}

void arena_done(struct arena *self)
{
    drop_until(self, NULL);
}

static struct arena_chunk *grow(struct arena *self, size_t n)
{
    size_t size = self->chunks ? self->chunks->size * 2 : FIRST_CHUNK;

    while (size < n)
        size *= 2;
    if (self->total + size > self->limit)
        size = n; /* the last pieces are cut to measure */
    if (self->total + size > self->limit) {
        fputs("a request outgrew its arena\n", stderr);
        abort();
    }
    struct arena_chunk *chunk = xmalloc(sizeof *chunk + size);
    *chunk = (struct arena_chunk){.next = self->chunks, .size = size};
    self->chunks = chunk;
    self->total += size;
    return chunk;
}

void *arena_alloc(struct arena *self, size_t n)
{
    struct arena_chunk *chunk = self->chunks;

    assert(n <= self->limit);
    n = (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    if (!chunk || chunk->size - chunk->used < n)
        chunk = grow(self, n);
    void *p = chunk->data + chunk->used;
    chunk->used += n;
    memset(p, 0, n);
    return p;
}

void *arena_array(struct arena *self, size_t count, size_t n)
{
    size_t total = 0;

    if (__builtin_mul_overflow(count, n, &total))
        abort();
    return arena_alloc(self, total);
}

char *arena_strndup(struct arena *self, const char *text, size_t n)
{
    char *copy = arena_alloc(self, n + 1);

    if (n)
        memcpy(copy, text, n);
    return copy;
}

char *arena_strdup(struct arena *self, const char *text)
{
    return text ? arena_strndup(self, text, strlen(text)) : NULL;
}

struct bytes arena_bytes(struct arena *self, const void *p, size_t n)
{
    uint8_t *copy = arena_alloc(self, n ? n : 1);

    if (n)
        memcpy(copy, p, n);
    return (struct bytes){copy, n};
}

char *arena_vprintf(struct arena *self, const char *fmt, va_list ap)
{
    va_list again;

    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    assert(n >= 0);
    char *out = arena_alloc(self, (size_t)n + 1);
    vsnprintf(out, (size_t)n + 1, fmt, ap);
    return out;
}

char *arena_printf(struct arena *self, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    char *out = arena_vprintf(self, fmt, ap);
    va_end(ap);
    return out;
}
