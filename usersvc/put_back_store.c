#include "put_back_store.h"
#include "backup.h"
#include "db.h"
#include "number_store.h"

static const struct sql SQL_RAISE = {"person_raise",
                                     "UPDATE person SET generation = " BACKUP_RAISED("generation")};

static const struct sql SQL_FORGET[] = {
    {"sign_up_forget_all", "DELETE FROM sign_up"},
    {"password_reset_forget_all", "DELETE FROM password_reset"},
    {"email_change_forget_all", "DELETE FROM email_change"},
    /* Those that were used or renewed since would count again; whose are gone asks for others. */
    {"recovery_code_forget_all", "DELETE FROM recovery_code"},
    {"second_factor_draft_forget_all", "DELETE FROM second_factor_draft"},
    {"outbox_forget_all", "DELETE FROM outbox"},
};

static enum err end_all(struct db *db, int64_t now)
{
    enum err e = db_exec(db, &SQL_RAISE, "i", now);

    for (size_t i = 0; !e && i < ARRAY_LEN(SQL_FORGET); i++)
        e = db_exec(db, &SQL_FORGET[i], "");
    return e;
}

enum err put_back_people(struct db *db, const struct copy_mark *mark)
{
    AUTO(arena) mem;
    struct call c;

    arena_init(&mem, ARENA_LIMIT);
    enum err e = backup_found(mark, "usersvc", ROLE_USERSVC, &mem, &c);
    if (!e)
        e = end_all(db, c.now);
    if (!e)
        e = number_skip(db, c.now - mark->taken_at);
    return e ? e : backup_note(db, &c, EVENT_people_put_back, mark);
}
