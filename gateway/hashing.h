/*
 * hashing - calls that wait for a password to be hashed.
 *
 * No more than a quarter of the threads may wait for that: the others serve
 * tokens meanwhile.
 */
#ifndef GATEWAY_HASHING_H
#define GATEWAY_HASHING_H
#include "exchange.h"

/* ERR_BUSY also when a quarter of the threads wait already. */
enum err hashing_call(struct exchange *x, const struct method_desc *method, const void *q,
                      void *a) MUST_CHECK;

#endif
