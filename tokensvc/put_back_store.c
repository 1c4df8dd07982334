#include "put_back_store.h"
#include "backup.h"
#include "db.h"

static const struct sql SQL_RAISE = {"epoch_raise",
                                     "UPDATE epoch SET number = " BACKUP_RAISED("number")};
static const struct sql SQL_FORGET[] = {
    {"opaque_forget_all", "DELETE FROM opaque_token"},
    {"api_key_forget_all", "DELETE FROM api_key"},
};

static enum err end_all(struct db *db, int64_t now)
{
    enum err e = db_exec(db, &SQL_RAISE, "i", now);

    for (size_t i = 0; !e && i < ARRAY_LEN(SQL_FORGET); i++)
        e = db_exec(db, &SQL_FORGET[i], "");
    return e;
}

enum err put_back_tokens(struct db *db, const struct copy_mark *mark)
{
    AUTO(arena) mem;
    struct call c;

    arena_init(&mem, ARENA_LIMIT);
    enum err e = backup_found(mark, "tokensvc", ROLE_TOKENSVC, &mem, &c);
    if (!e)
        e = end_all(db, c.now);
    return e ? e : backup_note(db, &c, EVENT_tokens_put_back, mark);
}
