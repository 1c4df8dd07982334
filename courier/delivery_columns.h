/*
 * delivery_columns - what the statements about deliveries share; for the stores only.
 */
#ifndef COURIER_DELIVERY_COLUMNS_H
#define COURIER_DELIVERY_COLUMNS_H
#include "db.h"
#include "delivery_store.h"

#define DELIVERY_COLUMNS                                                                           \
    "id, kind, what, sealed, destination, state, tries, next_at, error, created_at, end_at"

struct delivery_row delivery_columns_read(struct stmt *st, struct arena *mem); /* from 0 */

#endif
