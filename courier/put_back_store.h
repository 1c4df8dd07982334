/*
 * put_back_store - what ends when a copy of the deliveries is put back.
 *
 * Whatever waited then has probably been sent since, and the links in it lead
 * to what has ended.  It is given up; an administrator may have it sent.
 */
#ifndef COURIER_PUT_BACK_STORE_H
#define COURIER_PUT_BACK_STORE_H
#include "store.h"

enum err put_back_deliveries(struct db *db, const struct copy_mark *mark) MUST_CHECK; /* store.h */

#endif
