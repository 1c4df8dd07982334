#include "futex.h"
#include <limits.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

void futex_wait(_Atomic uint32_t *word, uint32_t expected, int64_t ms)
{
    struct timespec at_most = {ms / 1000, ms % 1000 * 1000000};

    if (ms > 0)
        syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected, &at_most, NULL, 0);
}

void futex_wake(_Atomic uint32_t *word)
{
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0);
}
