#include "random.h"
#include "b64url.h"
#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>

static void real_fill(void *self, void *out, size_t n)
{
    uint8_t *p = out;

    (void)self;
    while (n > 0) {
        ssize_t got = getrandom(p, n, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            abort();
        p += got;
        n -= (size_t)got;
    }
}

static void (*fill)(void *self, void *out, size_t n) = real_fill;
static void *fill_self;

void random_bytes(void *out, size_t n)
{
    fill(fill_self, out, n);
}

const char *random_token(struct arena *mem, size_t n)
{
    uint8_t *raw = arena_alloc(mem, n);

    random_bytes(raw, n);
    return b64url_encode(mem, (struct bytes){raw, n});
}

void random_replace(void (*replacement)(void *self, void *out, size_t n), void *self)
{
    fill = replacement ? replacement : real_fill;
    fill_self = self;
}
