/* opencollective_date.c - moments as ISO 8601 writes them. */
#include "opencollective_scalars.h"
#include <string.h>
#include <time.h>

/* n digits at *p, which moves behind them; -1: there are none. */
static int take_digits(const char **p, int n)
{
    int value = 0;

    for (; n > 0; n--, (*p)++) {
        if (**p < '0' || **p > '9')
            return -1;
        value = value * 10 + (**p - '0');
    }
    return value;
}

static bool take_char(const char **p, const char *any_of)
{
    if (!**p || !strchr(any_of, **p))
        return false;
    (*p)++;
    return true;
}

static bool take_day(const char **p, struct tm *tm)
{
    int year = take_digits(p, 4);
    bool fine = year >= 1970 && take_char(p, "-");
    int month = fine ? take_digits(p, 2) : -1;
    fine = month >= 1 && month <= 12 && take_char(p, "-");
    int day = fine ? take_digits(p, 2) : -1;

    *tm = (struct tm){.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day};
    return day >= 1 && day <= 31;
}

/* Further digits say nothing that would be kept. */
static int take_milliseconds(const char **p)
{
    int ms = 0, n = 0;

    for (; **p >= '0' && **p <= '9'; (*p)++, n++) {
        if (n < 3)
            ms = ms * 10 + (**p - '0');
    }
    for (; n > 0 && n < 3; n++)
        ms *= 10;
    return n ? ms : -1;
}

static bool take_time(const char **p, struct tm *tm, int *ms)
{
    tm->tm_hour = take_digits(p, 2);
    tm->tm_min = tm->tm_hour >= 0 && take_char(p, ":") ? take_digits(p, 2) : -1;
    if (take_char(p, ":"))
        tm->tm_sec = take_digits(p, 2);
    if (take_char(p, "."))
        *ms = take_milliseconds(p);
    return tm->tm_hour >= 0 && tm->tm_hour < 24 && tm->tm_min >= 0 && tm->tm_min < 60 &&
           tm->tm_sec >= 0 && tm->tm_sec < 60 && *ms >= 0;
}

/* Z, or +hh:mm: seconds ahead of UTC. */
static bool take_zone(const char **p, int64_t *ahead)
{
    const int sign = **p == '-' ? -1 : 1;

    *ahead = 0;
    if (take_char(p, "Zz"))
        return true;
    if (!take_char(p, "+-"))
        return false;
    int hours = take_digits(p, 2);
    (void)take_char(p, ":");
    int minutes = hours >= 0 ? take_digits(p, 2) : -1;
    *ahead = sign * (INT64_C(3600) * hours + INT64_C(60) * minutes);
    return minutes >= 0 && minutes < 60 && hours < 24;
}

bool oc_date_ms(const char *text, int64_t *out)
{
    const char *p = text;
    int64_t ahead = 0;
    struct tm tm;
    int ms = 0;

    if (!take_day(&p, &tm))
        return false;
    const int day = tm.tm_mday;
    if (*p && !(take_char(&p, "Tt ") && take_time(&p, &tm, &ms) && take_zone(&p, &ahead)))
        return false;
    int64_t seconds = timegm(&tm);
    if (*p || tm.tm_mday != day) /* the 31st of a month that has 30 became the first */
        return false;
    *out = (seconds - ahead) * 1000 + ms;
    return true;
}

const char *oc_date_accept(struct arena *mem, const char *text, const char **why)
{
    int64_t ms;

    if (oc_date_ms(text, &ms))
        return arena_strdup(mem, text);
    *why = "must be a date, or a date and time with its zone, as ISO 8601 has it";
    return NULL;
}
