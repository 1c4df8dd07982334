#include "backoff.h"
#include "random.h"

enum { DOUBLINGS_MAX = 20 };

int64_t backoff_ms(const struct backoff *self, int64_t tries)
{
    int64_t doublings = tries - 1 < DOUBLINGS_MAX ? tries - 1 : DOUBLINGS_MAX;
    int64_t ms = self->first << (doublings > 0 ? doublings : 0);
    uint16_t chance;

    if (ms > self->cap)
        ms = self->cap;
    random_bytes(&chance, sizeof chance);
    return ms - ms / 4 + ms / 2 * chance / UINT16_MAX;
}
