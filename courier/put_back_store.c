#include "put_back_store.h"
#include "backup.h"
#include "db.h"

#define KEPT_MS INT64_C(7776000000) /* 90 days, as all that is given up */

static const struct sql SQL_GIVE_UP = {
    "delivery_give_up_all",
    "UPDATE delivery SET state = 'given_up', end_at = $1,"
    " error = 'it waited when a backup was made, and may have been sent since'"
    " WHERE state = 'waiting'"};

enum err put_back_deliveries(struct db *db, const struct copy_mark *mark)
{
    AUTO(arena) mem;
    struct call c;

    arena_init(&mem, ARENA_LIMIT);
    enum err e = backup_found(mark, "courier", ROLE_COURIER, &mem, &c);
    return e ? e : db_exec(db, &SQL_GIVE_UP, "i", c.now + KEPT_MS);
}
