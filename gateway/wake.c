#include "wake.h"
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#ifndef sigev_notify_thread_id /* glibc 2.36 does not name the member yet */
#define sigev_notify_thread_id _sigev_un._tid
#endif

enum { AGAIN_MS = 20 };

static int wake_signal(void)
{
    return SIGRTMIN + 1;
}

static void interrupt(int number)
{
    (void)number; /* that it came is all */
}

void wake_setup(void)
{
    struct sigaction action = {.sa_handler = interrupt}; /* no SA_RESTART */

    sigemptyset(&action.sa_mask);
    if (sigaction(wake_signal(), &action, NULL) != 0)
        abort();
}

void wake_open(struct wake *self)
{
    struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = wake_signal()};
    sigset_t set;

    event.sigev_notify_thread_id = gettid();
    sigemptyset(&set);
    sigaddset(&set, wake_signal());
    if (pthread_sigmask(SIG_UNBLOCK, &set, NULL) != 0 ||
        timer_create(CLOCK_MONOTONIC, &event, &self->timer) != 0)
        abort();
}

void wake_close(struct wake *self)
{
    timer_delete(self->timer);
}

static struct timespec from_ms(int64_t ms)
{
    return (struct timespec){.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};
}

void wake_after(struct wake *self, int64_t ms)
{
    struct itimerspec when = {.it_value = from_ms(ms), .it_interval = from_ms(AGAIN_MS)};

    timer_settime(self->timer, 0, &when, NULL);
}

void wake_cancel(struct wake *self)
{
    timer_settime(self->timer, 0, &(struct itimerspec){0}, NULL);
}
