/*
 * trouble - what the soak does to a process from within: its disk is full or
 * slow, its clock is wrong.
 *
 * Loaded into a process before libc (LD_PRELOAD).  OSTIARY_TROUBLE names a file
 * of numbers that this maps: the soak writes the first three, and reads in the
 * others how often they were felt; OSTIARY_TROUBLE_DATA the folder whose files
 * are meant, with a slash at its end.  A full disk refuses
 * what needs more room and lets the rest pass, as real ones do.  Without the
 * first variable nothing is changed.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/* As tests/soak/steering.mjs writes it; little-endian. */
struct trouble {
    _Atomic int64_t clock_ms; /* how far the wall clock is ahead */
    _Atomic int64_t full;     /* 1: there is no room left */
    _Atomic int64_t slow_ms;  /* what a write or sync takes longer */
    _Atomic int64_t felt[3];  /* of each: a time was wrong, a write was refused, was slow */
};

enum { CLOCK, FULL, SLOW };

static struct trouble none;
static struct trouble *now = &none;
static const char *data = "/";

__attribute__((constructor)) static void begin(void)
{
    /* Before threads.  NOLINTNEXTLINE(concurrency-mt-unsafe) */
    const char *path = getenv("OSTIARY_TROUBLE"), *folder = getenv("OSTIARY_TROUBLE_DATA");

    if (!path || !folder)
        return;
    int fd = open(path, O_RDWR | O_CLOEXEC);
    void *map =
        fd < 0 ? MAP_FAILED : mmap(NULL, sizeof *now, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (map == MAP_FAILED)
        abort();
    close(fd);
    now = map;
    data = folder;
}

/* What follows takes the place of libc's, under names of parameters that can be read.
 * NOLINTBEGIN(readability-inconsistent-declaration-parameter-name) */

/* --- the disk --- */

static bool is_data(int fd)
{
    char link[64], path[PATH_MAX];

    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path);
    return n > 0 && strncmp(path, data, strlen(data)) == 0;
}

static void be_slow(int64_t ms)
{
    struct timespec left = {ms / 1000, ms % 1000 * 1000000};

    now->felt[SLOW]++;
    while (nanosleep(&left, &left) != 0 && errno == EINTR)
        continue;
}

/* What happens to every call that changes a file.  end: how far the file will reach; 0: as now.
 * False: there is no room. */
static bool pass(int fd, int64_t end)
{
    struct stat st;

    if ((!now->full && !now->slow_ms) || !is_data(fd))
        return true;
    if (now->slow_ms)
        be_slow(now->slow_ms);
    if (!now->full || end == 0 || (fstat(fd, &st) == 0 && end <= st.st_size))
        return true;
    now->felt[FULL]++;
    errno = ENOSPC;
    return false;
}

ssize_t write(int fd, const void *p, size_t n)
{
    return pass(fd, INT64_MAX) ? syscall(SYS_write, fd, p, n) : -1;
}

ssize_t pwrite64(int fd, const void *p, size_t n, off64_t at)
{
    return pass(fd, at + (int64_t)n) ? syscall(SYS_pwrite64, fd, p, n, at) : -1;
}

int ftruncate64(int fd, off64_t size)
{
    return pass(fd, size) ? (int)syscall(SYS_ftruncate, fd, size) : -1;
}

int fallocate64(int fd, int mode, off64_t at, off64_t n)
{
    return pass(fd, at + n) ? (int)syscall(SYS_fallocate, fd, mode, at, n) : -1;
}

int posix_fallocate64(int fd, off64_t at, off64_t n)
{
    return fallocate64(fd, 0, at, n) == 0 ? 0 : errno;
}

int fsync(int fd)
{
    return pass(fd, 0) ? (int)syscall(SYS_fsync, fd) : -1;
}

int fdatasync(int fd)
{
    return pass(fd, 0) ? (int)syscall(SYS_fdatasync, fd) : -1;
}

/* The names that programs without large files use are the same on 64 bits. */
ssize_t pwrite(int, const void *, size_t, off_t) __attribute__((alias("pwrite64")));
int ftruncate(int, off_t) __attribute__((alias("ftruncate64")));
int fallocate(int, int, off_t, off_t) __attribute__((alias("fallocate64")));
int posix_fallocate(int, off_t, off_t) __attribute__((alias("posix_fallocate64")));

/* --- the clock --- */

int clock_gettime(clockid_t id, struct timespec *out)
{
    int rc = (int)syscall(SYS_clock_gettime, id, out);

    if (rc == 0 && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) {
        int64_t ms = now->clock_ms;
        now->felt[CLOCK] += ms != 0;
        int64_t ns = out->tv_nsec + ms % 1000 * 1000000 + 1000000000; /* never negative */
        out->tv_sec += ms / 1000 + ns / 1000000000 - 1;
        out->tv_nsec = ns % 1000000000;
    }
    return rc;
}

int gettimeofday(struct timeval *restrict out, void *restrict zone)
{
    struct timespec t;

    (void)zone;
    int rc = clock_gettime(CLOCK_REALTIME, &t);
    if (rc == 0)
        *out = (struct timeval){t.tv_sec, t.tv_nsec / 1000};
    return rc;
}

time_t time(time_t *out)
{
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_REALTIME, &t);
    if (out)
        *out = t.tv_sec;
    return t.tv_sec;
}
/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
