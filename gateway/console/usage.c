#include "usage.h"
#include "when.h"

enum { DAY_MS = 86400 * 1000, DAYS = 30, STEP = 10, HEIGHT = 60, LEAST = 2 };

const char *usage_number(struct arena *mem, int64_t n)
{
    return arena_printf(mem, "%lld", (long long)n);
}

int64_t usage_sum(const struct app_use_reply *use)
{
    int64_t sum = 0;

    for (size_t i = 0; i < use->days.n; i++)
        sum += use->days.v[i].tokens;
    return sum;
}

static int64_t tokens_on(const struct app_use_reply *use, int64_t day)
{
    for (size_t i = 0; i < use->days.n; i++) {
        if (use->days.v[i].day == day)
            return use->days.v[i].tokens;
    }
    return 0;
}

static int64_t most_of(const struct app_use_reply *use)
{
    int64_t most = 1;

    for (size_t i = 0; i < use->days.n; i++)
        most = use->days.v[i].tokens > most ? use->days.v[i].tokens : most;
    return most;
}

/* A day with something is seen beside one with very much. */
static int64_t height_of(int64_t tokens, int64_t most)
{
    int64_t height = tokens * HEIGHT / most;

    return tokens && height < LEAST ? LEAST : height;
}

struct slot usage_bars(struct exchange *x, const struct app_use_reply *use)
{
    enum { CELLS = 3 };
    struct arena *mem = x->call.mem;
    struct slots *rows = arena_array(mem, DAYS, sizeof *rows);
    int64_t today = x->call.now / DAY_MS, most = most_of(use);

    for (int64_t i = 0; i < DAYS; i++) {
        struct slot *cells = arena_array(mem, CELLS, sizeof *cells);
        int64_t height = height_of(tokens_on(use, today - DAYS + 1 + i), most);
        cells[0] = (struct slot){"x", usage_number(mem, i * STEP + 1), NULL, 0};
        cells[1] = (struct slot){"y", usage_number(mem, HEIGHT - height), NULL, 0};
        cells[2] = (struct slot){"height", usage_number(mem, height), NULL, 0};
        rows[i] = (struct slots){cells, CELLS};
    }
    return (struct slot){"bars", NULL, rows, DAYS};
}

struct slot usage_days(struct exchange *x, const struct app_use_reply *use)
{
    struct arena *mem = x->call.mem;
    size_t n = use->days.n;
    struct slots *rows = arena_array(mem, n + 1, sizeof *rows);

    for (size_t i = 0; i < n; i++) {
        const struct app_day *day = &use->days.v[n - 1 - i];
        struct slot *cells = arena_array(mem, 2, sizeof *cells);
        cells[0] =
            (struct slot){"day", when_day(mem, page_language(x), day->day * DAY_MS), NULL, 0};
        cells[1] = (struct slot){"tokens", usage_number(mem, day->tokens), NULL, 0};
        rows[i] = (struct slots){cells, 2};
    }
    return (struct slot){"days", NULL, rows, n};
}
