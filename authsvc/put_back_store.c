#include "put_back_store.h"
#include "backup.h"
#include "db.h"

static const struct sql SQL_RAISE = {"client_raise",
                                     "UPDATE client SET generation = " BACKUP_RAISED("generation")};
static const struct sql SQL_WITHDRAW = {
    "consent_withdraw_all", "UPDATE consent SET scope = '', withdrawn = 1, updated_at = $1,"
                            " generation = " BACKUP_RAISED("generation")};
static const struct sql SQL_FORGET[] = {
    {"session_forget_all", "DELETE FROM session"},
    {"half_forget_all", "DELETE FROM half_sign_in"},
    {"transaction_forget_all", "DELETE FROM auth_transaction"},
    {"code_forget_all", "DELETE FROM code"},
    {"outbox_forget_all", "DELETE FROM outbox"},
};

static enum err end_all(struct db *db, int64_t now)
{
    enum err e = db_exec(db, &SQL_RAISE, "i", now);

    if (!e)
        e = db_exec(db, &SQL_WITHDRAW, "i", now);
    for (size_t i = 0; !e && i < ARRAY_LEN(SQL_FORGET); i++)
        e = db_exec(db, &SQL_FORGET[i], "");
    return e;
}

enum err put_back_clients(struct db *db, const struct copy_mark *mark)
{
    AUTO(arena) mem;
    struct call c;

    arena_init(&mem, ARENA_LIMIT);
    enum err e = backup_found(mark, "authsvc", ROLE_AUTHSVC, &mem, &c);
    if (!e)
        e = end_all(db, c.now);
    return e ? e : backup_note(db, &c, EVENT_clients_put_back, mark);
}
