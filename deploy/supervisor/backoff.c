#include "backoff.h"

int64_t backoff_pause(struct backoff *self, int64_t now)
{
    self->ends[self->n++ % BACKOFF_ENDS] = now;
    if (self->n < BACKOFF_ENDS || now - self->ends[self->n % BACKOFF_ENDS] > BACKOFF_WITHIN)
        return BACKOFF_SHORT;
    self->n = 0; /* five new chances after the long pause */
    return BACKOFF_LONG;
}
