/*
 * backup - what a service does so that its data can be kept elsewhere and put back.
 *
 * It writes copies of its database when an administrator asks (service.backup).
 * When it opens one that was put back, everything that may have been ended
 * since the copy was taken has to be ended again, before anybody is served: its
 * hook of store.h does that, and begins with backup_found.
 *
 * Copies are taken of callers before those they call, and of followers before
 * those they follow (docs/OPERATIONS.md).
 */
#ifndef BACKUP_BACKUP_H
#define BACKUP_BACKUP_H
#include "event_store.h"

/* service.backup */
enum err backup_write(struct store *store, struct call *c, const struct backup_request *q,
                      struct backup_copy *a) MUST_CHECK;

/* A call of the service by itself, inside its hook.  ERR_CONFIG, logged: it is a copy of another
 * service. */
enum err backup_found(const struct copy_mark *mark, const char *service, unsigned role,
                      struct arena *mem, struct call *c) MUST_CHECK;

/* Writes down that it was put back. */
enum err backup_note(struct db *db, struct call *c, enum event_kind kind,
                     const struct copy_mark *mark) MUST_CHECK;

/*
 * SQL that raises a generation above all that it can have been, $1 being now: a
 * number that was reached after the copy was taken must not be reached again
 * with another meaning.  Nothing changes a thousand times a second.
 */
#define BACKUP_RAISED(column) "CASE WHEN " column " < $1 THEN $1 ELSE " column " + 1 END"

#endif
