#include "log.h"
#include "clock.h"
#include "text.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { LINE_ROOM = 1024 };

static const char *who = "ostiary";
static enum log_level least = LOG_INFO;

static void to_stderr(void *self, enum log_level level, const char *line)
{
    static const char *const names[] = {"debug", "info", "warn", "error"};
    int64_t now = clock_now();
    time_t secs = (time_t)(now / 1000);
    struct tm tm;
    char stamp[32], out[LINE_ROOM + 96];

    (void)self;
    gmtime_r(&secs, &tm);
    strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%S", &tm);
    int n = snprintf(out, sizeof out, "%s.%03dZ %s %s %s\n", stamp, (int)(now % 1000), names[level],
                     who, line);
    if (n >= (int)sizeof out)
        n = (int)sizeof out - 1;
    /* One write, so that lines of several threads do not mix; a lost line is not worth dying for.
     */
    if (write(STDERR_FILENO, out, (size_t)n) < 0)
        return;
}

static void (*sink)(void *self, enum log_level level, const char *line) = to_stderr;
static void *sink_self;

/* What a terminal would obey goes: controls of one byte, of two (C1), and what is not UTF-8, which
 * some terminals take for C1. */
static void make_printable(char *line)
{
    size_t left = strlen(line);

    for (char *p = line; left > 0;) {
        size_t n = text_char(p, left);
        if (n == 0) {
            *p = '?';
            n = 1;
        }
        p += n;
        left -= n;
    }
}

void log_line(enum log_level level, const char *fmt, ...)
{
    char line[LINE_ROOM];
    va_list ap;

    if (level < least)
        return;
    va_start(ap, fmt);
    vsnprintf(line, sizeof line, fmt, ap);
    va_end(ap);
    make_printable(line);
    sink(sink_self, level, line);
}

void log_setup(const char *name, enum log_level level)
{
    who = name;
    least = level;
}

void log_replace(void (*replacement)(void *self, enum log_level level, const char *line),
                 void *self)
{
    sink = replacement ? replacement : to_stderr;
    sink_self = self;
}
