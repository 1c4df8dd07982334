/*
 * log - one line per thing worth knowing, to standard error.
 *
 *   2026-11-21T08:03:11.042Z info tokensvc refused id=7f3a… INVALID_GRANT: counter 3, head 9
 *
 * Everything is made printable UTF-8 and cut to a line.  No secret is ever passed
 * here, and no message of the contract, which may hold some.
 * Thread-safe; a test may put a sink of its own in place.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H
#include "base.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

void log_line(enum log_level level, const char *fmt, ...) PRINTF_LIKE(2, 3);
#define log_debug(...) log_line(LOG_DEBUG, __VA_ARGS__)
#define log_info(...) log_line(LOG_INFO, __VA_ARGS__)
#define log_warn(...) log_line(LOG_WARN, __VA_ARGS__)
#define log_error(...) log_line(LOG_ERROR, __VA_ARGS__)

void log_setup(const char *name, enum log_level level); /* name: borrowed; before threads */
void log_replace(void (*replacement)(void *self, enum log_level level, const char *line),
                 void *self);

#endif
