/*
 * thread - threads of the bus: named, and deaf to signals, which are for main.
 */
#ifndef BUS_THREAD_H
#define BUS_THREAD_H
#include "base.h"
#include <pthread.h>

/* Cannot fail: a process that gets no threads aborts.  name: at most 15 bytes. */
pthread_t thread_start(const char *name, void *(*run)(void *), void *arg);

#endif
