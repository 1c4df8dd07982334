#include "when.h"
#include <time.h>

static const char *fill(struct arena *mem, enum language language, enum text text, int64_t ms)
{
    time_t second = (time_t)(ms / 1000);
    struct tm tm;

    gmtime_r(&second, &tm);
    const struct text_hole holes[] = {
        {"day", arena_printf(mem, "%d", tm.tm_mday)},
        {"month", texts_get(language, (enum text)((int)TEXT_january + tm.tm_mon))},
        {"year", arena_printf(mem, "%d", tm.tm_year + 1900)},
        {"time", arena_printf(mem, "%02d:%02d", tm.tm_hour, tm.tm_min)},
    };
    return texts_fill(mem, language, text, holes, ARRAY_LEN(holes));
}

const char *when_day(struct arena *mem, enum language language, int64_t ms)
{
    return fill(mem, language, TEXT_date, ms);
}

const char *when_text(struct arena *mem, enum language language, int64_t ms)
{
    return fill(mem, language, TEXT_date_time, ms);
}
