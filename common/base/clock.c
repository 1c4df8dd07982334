#include "clock.h"
#include <time.h>

static int64_t read_ms(clockid_t id)
{
    struct timespec t;

    clock_gettime(id, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t real_now(void *self)
{
    (void)self;
    return read_ms(CLOCK_REALTIME);
}

static int64_t real_steady(void *self)
{
    (void)self;
    return read_ms(CLOCK_MONOTONIC);
}

static const struct clock_source real = {real_now, real_steady, NULL};
static const struct clock_source *source = &real;

int64_t clock_now(void)
{
    return source->now(source->self);
}

int64_t clock_steady(void)
{
    return source->steady(source->self);
}

int64_t clock_micros(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

void clock_replace(const struct clock_source *replacement)
{
    source = replacement ? replacement : &real;
}
