/*
 * expired_store - rows whose time is over go, whatever their table.
 */
#ifndef AUTHSVC_EXPIRED_STORE_H
#define AUTHSVC_EXPIRED_STORE_H
#include "store.h"

/* In small batches, so that nobody waits long behind them.  What is too much for one sweep is left
 * to the next; what fails is logged. */
void expired_store_sweep(struct store *store, int64_t now);

#endif
