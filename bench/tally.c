#include "tally.h"
#include <stdlib.h>

void tally_done(struct tally *self)
{
    free(self->micros);
    free(self->first_failure);
    *self = (struct tally){0};
}

void tally_round(struct tally *self, int64_t micros)
{
    if (self->n == self->room) {
        self->room = self->room ? self->room * 2 : 4096;
        self->micros = xrealloc(self->micros, self->room * sizeof *self->micros);
    }
    self->micros[self->n++] = micros < UINT32_MAX ? (uint32_t)micros : UINT32_MAX;
}

void tally_failure(struct tally *self, const char *step, const char *what)
{
    self->failures++;
    if (!self->first_failure)
        self->first_failure = xprintf("%s: %s", step, what);
}

double tally_rate(const struct tally *self)
{
    return self->elapsed > 0 ? (double)self->n * 1e6 / (double)self->elapsed : 0;
}

static int by_size(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

double tally_millis(struct tally *self, unsigned int permille)
{
    if (self->n == 0)
        return 0;
    qsort(self->micros, self->n, sizeof *self->micros, by_size);
    size_t nth = (self->n - 1) * permille / 1000;
    return (double)self->micros[nth] / 1000;
}
