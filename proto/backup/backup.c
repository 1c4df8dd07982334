#include "backup.h"
#include "event_object.h"
#include "file.h"
#include "log.h"
#include "text.h"
#include <string.h>

static const char BATCH[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";

static enum err refuse_copy(struct call *c, enum err e)
{
    if (e == ERR_CONFIG)
        return refuse_openly(c, ERR_CONFIG,
                             "the data of %s are on a database server, which makes copies itself",
                             c->service);
    if (e == ERR_EXISTS)
        return refuse_openly(c, e, "%s has written a copy for this batch already", c->service);
    return refuse_openly(c, e, "%s could not write the copy: its log says why", c->service);
}

enum err backup_write(struct store *store, struct call *c, const struct backup_request *q,
                      struct backup_copy *a)
{
    const struct copy_mark mark = {c->service, q->batch, c->now};
    const char *path = NULL;
    struct bytes sum;

    if (q->batch[strspn(q->batch, BATCH)])
        return refuse_openly(c, ERR_BAD_FIELD, "batch is not of letters, digits and -");
    enum err e = store_copy(store, &mark, c->mem, &path);
    if (e)
        return refuse_copy(c, e);
    *a = (struct backup_copy){.service = c->service, .path = path, .taken_at = c->now};
    e = file_digest(path, c->mem, &sum, &a->size);
    if (e)
        return refuse(c, ERR_STORAGE, "%s cannot be read", path);
    a->sha256 = text_hex(c->mem, sum);
    log_info("wrote copy %s", path);
    return OK;
}

enum err backup_found(const struct copy_mark *mark, const char *service, unsigned role,
                      struct arena *mem, struct call *c)
{
    if (strcmp(mark->service, service) != 0) {
        log_error("copy %s is of %s and cannot be that of %s", mark->batch, mark->service, service);
        return ERR_CONFIG;
    }
    call_begin(c, mem, NULL, 0);
    c->service = service;
    c->role = role;
    return OK;
}

enum err backup_note(struct db *db, struct call *c, enum event_kind kind,
                     const struct copy_mark *mark)
{
    struct event_object after;

    json_int(event_object_begin(&after, c->mem), "taken_at", mark->taken_at);
    const struct event e = {.subject = mark->batch, .after = event_object_end(&after)};
    return event_append(db, c, kind, &e);
}
