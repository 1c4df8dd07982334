#include "check.h"
#include "arena.h"
#include "secret.h"
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { SKIPPED = 2, CASE_MEMORY = 64 << 20, ALL_SKIPPED = 77, ROOM_WANTED = 512 << 20 };

static jmp_buf out_of_case;
static const char *skipped_because;
static struct arena case_mem;
static char *case_dir;
static void (*case_undo)(void);

void check_failed(const char *file, int line, const char *fmt, ...)
{
    va_list ap;

    printf("# %s:%d: ", file, line);
    va_start(ap, fmt);
    vprintf(fmt, ap);
    va_end(ap);
    putchar('\n');
    longjmp(out_of_case, 1);
}

void check_skip(const char *why)
{
    skipped_because = why;
    longjmp(out_of_case, SKIPPED);
}

void check_int(const char *file, int line, const char *what, int64_t is, int64_t want)
{
    if (is != want)
        check_failed(file, line, "%s is %lld, not %lld", what, (long long)is, (long long)want);
}

void check_str(const char *file, int line, const char *what, const char *is, const char *want)
{
    if (is == want || (is && want && strcmp(is, want) == 0))
        return;
    check_failed(file, line, "%s is \"%s\", not \"%s\"", what, is ? is : "(null)",
                 want ? want : "(null)");
}

void check_err(const char *file, int line, const char *what, enum err is, enum err want)
{
    if (is != want && err_kin(is) != want) /* whoever minds the shade asks for it */
        check_failed(file, line, "%s gives %s, not %s", what, err_name(is), err_name(want));
}

static const char *hex(struct bytes b)
{
    char *out = arena_alloc(&case_mem, b.n * 2 + 1);

    for (size_t i = 0; i < b.n; i++)
        snprintf(out + 2 * i, 3, "%02x", (unsigned)b.p[i]);
    return out;
}

void check_bytes(const char *file, int line, const char *what, struct bytes is, struct bytes want)
{
    if (!bytes_equal(is, want))
        check_failed(file, line, "%s is %s, not %s", what, hex(is), hex(want));
}

void check_has(const char *file, int line, const char *what, const char *text, const char *part)
{
    if (!text || !strstr(text, part))
        check_failed(file, line, "%s is \"%s\", without \"%s\"", what, text ? text : "(null)",
                     part);
}

struct arena *check_mem(void)
{
    return &case_mem;
}

/* A container gives /dev/shm as little as 64 MiB. */
static bool has_room(const char *folder)
{
    struct statvfs st;

    return access(folder, W_OK) == 0 && statvfs(folder, &st) == 0 &&
           st.f_bavail * st.f_frsize >= ROOM_WANTED;
}

const char *check_dir(void)
{
    if (!case_dir) {
        case_dir = xprintf("%s/ostiary-check-XXXXXX", has_room("/dev/shm") ? "/dev/shm" : "/tmp");
        if (!mkdtemp(case_dir))
            abort();
    }
    return case_dir;
}

struct bytes check_file(const char *path)
{
    FILE *f = fopen(path, "rb");

    if (!f)
        return (struct bytes){0};
    fseek(f, 0, SEEK_END);
    size_t n = (size_t)ftell(f);
    rewind(f);
    uint8_t *p = arena_alloc(&case_mem, n + 1);
    if (fread(p, 1, n, f) != n)
        abort();
    fclose(f);
    return (struct bytes){p, n};
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
    (void)st, (void)kind, (void)ftw;
    return remove(path);
}

void check_after(void (*undo)(void))
{
    assert(!case_undo || case_undo == undo);
    case_undo = undo;
}

static void tidy(void)
{
    if (case_undo)
        case_undo();
    case_undo = NULL;
    arena_done(&case_mem);
    if (case_dir) {
        /* No other thread of ours is in a folder now.  NOLINTNEXTLINE(concurrency-mt-unsafe) */
        nftw(case_dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
        free(case_dir);
        case_dir = NULL;
    }
}

int check_run(const struct check *cases)
{
    static int passed, failed, skipped, number; /* static: they outlive longjmp */
    static const struct check *at;

    setvbuf(stdout, NULL, _IOLBF, 0);
    if (secret_init())
        return 1;
    for (at = cases; at->name; at++) {
        number++;
        arena_init(&case_mem, CASE_MEMORY);
        switch (setjmp(out_of_case)) {
        case 0:
            at->run();
            passed++;
            printf("ok %d - %s\n", number, at->name);
            break;
        case SKIPPED:
            skipped++;
            printf("ok %d - %s # SKIP %s\n", number, at->name, skipped_because);
            break;
        default:
            failed++;
            printf("not ok %d - %s\n", number, at->name);
        }
        tidy();
    }
    printf("1..%d\n%d passed, %d failed, %d skipped\n", number, passed, failed, skipped);
    if (failed)
        return 1;
    return passed || !skipped ? 0 : ALL_SKIPPED;
}
