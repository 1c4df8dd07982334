/*
 * sql_map - what a connection has prepared, found by the address of the struct sql.
 *
 * One thread at a time.  All zero is an empty map; it does not own the values.
 */
#ifndef STORE_SQL_MAP_H
#define STORE_SQL_MAP_H
#include "db.h"

struct sql_map {
    struct sql_slot {
        const struct sql *sql; /* NULL: free */
        void *value;
    } * slots;
    size_t room, used; /* room: 0 or a power of two, never full */
};

void *sql_map_get(const struct sql_map *self, const struct sql *sql);       /* NULL: not there */
void sql_map_put(struct sql_map *self, const struct sql *sql, void *value); /* not there yet */

/* Empties it; each value goes through drop first. */
void sql_map_clear(struct sql_map *self, void (*drop)(void *value));

#endif
