/*
 * picture_store - the pictures that a service keeps: one for each of its people, or of its apps.
 *
 * The row of the owner bears the picture's name too, set in the same unit.
 */
#ifndef PICTURE_PICTURE_STORE_H
#define PICTURE_PICTURE_STORE_H
#include "store.h"

/* Its table, as a step of a service's schema. */
extern const char picture_schema[];
#define PICTURE_MIGRATION(step)                                                                    \
    {                                                                                              \
        .version = (step), .name = "pictures", .sqlite = picture_schema                            \
    }

/* Inside a write unit.  In place of the one that there was; png: see picture_fault. */
enum err picture_store_put(struct db *db, const char *owner, const char *name,
                           struct bytes png) MUST_CHECK;
enum err picture_store_remove(struct db *db,
                              const char *owner) MUST_CHECK; /* OK if there is none */

/* ERR_NOT_FOUND: nobody has it. */
enum err picture_store_find(struct store *store, struct arena *mem, const char *name,
                            struct bytes *png) MUST_CHECK;

#endif
