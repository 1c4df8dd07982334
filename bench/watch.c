#include "watch.h"
#include "file.h"
#include "text.h"
#include <string.h>
#include <unistd.h>

enum {
    STAT_MAX = 64 << 10,
    MICROS = 1000000,
    UTIME_AFTER_NAME = 11, /* words of /proc/PID/stat that follow the program's name */
};

/* The words of /proc/stat behind "cpu". */
enum { USER, NICE, SYSTEM, IDLE, IOWAIT, IRQ, SOFTIRQ, STEAL, TIMES };

/* n numbers, each after a blank or more; us. */
static enum err read_ticks(struct arena *mem, const char *at, int64_t *micros, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        at += strspn(at, " ");
        size_t len = strcspn(at, " \n");
        if (!text_int(arena_strndup(mem, at, len), &micros[i]))
            return ERR_STORAGE;
        micros[i] = micros[i] * MICROS / sysconf(_SC_CLK_TCK);
        at += len;
    }
    return OK;
}

static const char *skip_words(const char *at, size_t n)
{
    for (; n > 0; n--) {
        at += strspn(at, " ");
        at += strcspn(at, " ");
    }
    return at;
}

enum err watch_cpu(const struct watched *process, int64_t *micros)
{
    AUTO(arena) mem;
    struct bytes stat;
    int64_t times[2];

    arena_init(&mem, ARENA_LIMIT);
    const char *path = arena_printf(&mem, "/proc/%lld/stat", (long long)process->pid);
    enum err e = file_read(path, STAT_MAX, &mem, &stat);
    if (e)
        return e;
    const char *after = strrchr((const char *)stat.p, ')'); /* the name may hold anything */
    if (!after)
        return ERR_STORAGE;
    e = read_ticks(&mem, skip_words(after + 1, UTIME_AFTER_NAME), times, ARRAY_LEN(times));
    if (!e)
        *micros = times[0] + times[1];
    return e;
}

enum err watch_machine(struct watch_machine *out)
{
    AUTO(arena) mem;
    struct bytes stat;
    int64_t t[TIMES];

    arena_init(&mem, ARENA_LIMIT);
    enum err e = file_read("/proc/stat", STAT_MAX, &mem, &stat);
    if (!e)
        e = read_ticks(&mem, skip_words((const char *)stat.p, 1), t, TIMES);
    if (e)
        return e;
    out->busy = t[USER] + t[NICE] + t[SYSTEM] + t[IRQ] + t[SOFTIRQ] + t[STEAL];
    out->idle = t[IDLE] + t[IOWAIT];
    return OK;
}
