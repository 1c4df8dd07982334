#include "roster.h"
#include "text.h"
#include "words.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MEMBERS_MAX = 64, LINE_LEN = 256 };

static bool line_read(FILE *f, char out[static LINE_LEN])
{
    if (!fgets(out, LINE_LEN, f))
        return false;
    out[strcspn(out, "\n")] = '\0';
    return true;
}

static void boot_id(char out[static LINE_LEN])
{
    FILE *f = fopen("/proc/sys/kernel/random/boot_id", "re");

    if (!f || !line_read(f, out))
        snprintf(out, LINE_LEN, "unknown");
    if (f)
        fclose(f);
}

static bool print(FILE *f, const struct roster *roster)
{
    char boot[LINE_LEN];

    boot_id(boot);
    fprintf(f, "boot %s\n", boot);
    for (size_t i = 0; i < roster->n; i++) {
        const struct member *m = &roster->members[i];
        if (m->who.pid)
            fprintf(f, "%s %d %" PRId64 "\n", m->name, (int)m->who.pid, m->who.started);
    }
    return fflush(f) == 0 && !ferror(f);
}

enum err roster_write(const char *data, const struct roster *roster)
{
    char *path = xprintf("%s/run/state", data);
    char *fresh = xprintf("%s.new", path);
    FILE *f = fopen(fresh, "we");
    bool good = f && print(f, roster);

    if (f)
        good = fclose(f) == 0 && good;
    good = good && rename(fresh, path) == 0;
    free(fresh);
    free(path);
    return good ? OK : ERR_STORAGE;
}

static bool member_read(struct arena *mem, const char *line, struct member *out)
{
    const char *at = line;
    const char *name = words_next(mem, &at), *pid = words_next(mem, &at);
    const char *started = words_next(mem, &at);
    int64_t number, ticks;

    if (!started || !text_int(pid, &number) || !text_int(started, &ticks))
        return false;
    if (number <= 1 || number > INT32_MAX)
        return false;
    *out = (struct member){name, {(pid_t)number, ticks}};
    return true;
}

static bool of_this_boot(FILE *f)
{
    char line[LINE_LEN], boot[LINE_LEN], want[LINE_LEN + 8];

    boot_id(boot);
    snprintf(want, sizeof want, "boot %s", boot);
    return line_read(f, line) && strcmp(line, want) == 0;
}

static bool members_read(struct arena *mem, FILE *f, struct roster *out)
{
    char line[LINE_LEN];

    while (out->n < MEMBERS_MAX && line_read(f, line)) {
        if (!member_read(mem, line, &out->members[out->n]))
            return false;
        out->n++;
    }
    return true;
}

struct roster roster_read(struct arena *mem, const char *data)
{
    FILE *f = fopen(arena_printf(mem, "%s/run/state", data), "re");
    struct roster r = {arena_array(mem, MEMBERS_MAX, sizeof(struct member)), 0};

    if (!f)
        return r;
    if (!of_this_boot(f) || !members_read(mem, f, &r))
        r.n = 0;
    fclose(f);
    return r;
}
