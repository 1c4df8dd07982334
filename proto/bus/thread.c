#include "thread.h"
#include <signal.h>
#include <stdlib.h>

pthread_t thread_start(const char *name, void *(*run)(void *), void *arg)
{
    sigset_t all, before;
    pthread_t thread;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    if (pthread_create(&thread, NULL, run, arg) != 0)
        abort();
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_setname_np(thread, name);
    return thread;
}
