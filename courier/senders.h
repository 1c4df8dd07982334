/*
 * senders - the threads that send what is due, some for mails and some for webhooks.
 *
 * They sleep until the next delivery is due, or somebody wakes them.
 */
#ifndef COURIER_SENDERS_H
#define COURIER_SENDERS_H
#include "courier.h"

struct senders *senders_start(struct courier *courier);
void senders_wake(struct senders *self);  /* there is something new; NULL is fine */
void senders_stop(struct senders **self); /* ends what is under way; NULL is fine */

/* Without threads: all that is due now. */
void senders_run(struct courier *courier);

#endif
