/*
 * put_back - a copy in the place of a database that nobody uses.
 *
 *   AUTO_CLOSE(put_back) *place = NULL;
 *   put_back_open(path, &place, mem, &why)      nobody has the database open, nobody can open it
 * now put_back_stage(place, copy, mem, &why)      the copy lies beside it, whole
 *   put_back_swap(place, kept, mem, &why)       it is the database
 *
 * Whoever opens it afterwards finds the mark (store.h) and ends what must not
 * come back.  A process that is killed leaves the old database or the new one,
 * never less, and everything can be done again.
 */
#ifndef STORE_PUT_BACK_H
#define STORE_PUT_BACK_H
#include "arena.h"
#include "store.h"

struct put_back;

/* path: of the database, which need not be there.  ERR_BUSY: somebody has it open.  Waits while
 * another process is just opening it. */
enum err put_back_open(const char *path, struct put_back **out, struct arena *mem,
                       const char **why) MUST_CHECK;
void put_back_close(struct put_back **self); /* NULL is fine; what was staged is removed */

struct copy_about {
    struct copy_mark mark;
    int64_t schema, oldest_reader; /* steps of its schema; which programs may use it */
};

/* Takes a copy of the copy, looks through all of it and says what it is.  ERR_NOT_FOUND: there is
 * no such file; ERR_BAD_MESSAGE: it is damaged, or no copy; *why in mem. */
enum err put_back_stage(struct put_back *self, const char *copy, struct arena *mem,
                        struct copy_about *about, const char **why) MUST_CHECK;

/* kept: a name that is free, which the old database has afterwards. */
enum err put_back_swap(struct put_back *self, const char *kept, struct arena *mem,
                       const char **why) MUST_CHECK;

#endif
