/*
 * futex - sleeping on one word until another thread of the process wakes whoever sleeps there.
 *
 * Wake-ups may come without cause: look at the word again.
 */
#ifndef BUS_FUTEX_H
#define BUS_FUTEX_H
#include "base.h"
#include <stdatomic.h>

/* Sleeps while *word is expected, at most ms (none if ms <= 0). */
void futex_wait(_Atomic uint32_t *word, uint32_t expected, int64_t ms);
void futex_wake(_Atomic uint32_t *word); /* all who sleep there */

#endif
