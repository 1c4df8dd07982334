/*
 * link_store - removes what links stand for, once they have expired.
 */
#ifndef USERSVC_LINK_STORE_H
#define USERSVC_LINK_STORE_H
#include "store.h"

/* A few rows of each kind; what fails is logged. */
void link_store_sweep(struct store *store, int64_t now);

#endif
