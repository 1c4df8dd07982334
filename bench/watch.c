#include "watch.h"
#include "file.h"
#include "text.h"
#include <string.h>
#include <unistd.h>

enum { STAT_MAX = 4096, FIELD_UTIME = 14, FIELD_STIME = 15, FIELD_AFTER_NAME = 3 };

/* The name of the program may hold anything, so fields are counted from behind its ')'. */
static const char *field(struct arena *mem, const char *stat, int number)
{
    const char *at = strrchr(stat, ')');

    for (int i = FIELD_AFTER_NAME - 1; at && i < number; i++)
        at = strchr(at + 1, ' ');
    return at ? arena_strndup(mem, at + 1, strcspn(at + 1, " \n")) : "";
}

enum err watch_cpu(const struct watched *process, int64_t *micros)
{
    AUTO(arena) mem;
    struct bytes stat;
    int64_t user, system;

    arena_init(&mem, ARENA_LIMIT);
    enum err e = file_read(arena_printf(&mem, "/proc/%lld/stat", (long long)process->pid), STAT_MAX,
                           &mem, &stat);
    if (e)
        return e;
    const char *text = (const char *)stat.p;
    if (!text_int(field(&mem, text, FIELD_UTIME), &user) ||
        !text_int(field(&mem, text, FIELD_STIME), &system))
        return ERR_STORAGE;
    *micros = (user + system) * 1000000 / sysconf(_SC_CLK_TCK);
    return OK;
}
