#include "family_gone_store.h"
#include "db.h"

/* --- expire --- */

static const struct sql SQL_EXPIRE = {
    "family_expire",
    "DELETE FROM family WHERE id IN"
    " (SELECT id FROM family WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)"};

enum err family_gone_expire(struct db *db, int64_t now, int64_t most)
{
    return db_exec(db, &SQL_EXPIRE, "ii", now - FAMILY_MEMORY_MS, most);
}

/* --- forget --- */

static const struct sql SQL_FORGET_PERSON = {"family_forget_person",
                                             "DELETE FROM family WHERE id IN (SELECT id FROM family"
                                             " WHERE person = $1 AND ended_at IS NULL LIMIT $2)"};

enum err family_gone_person(struct db *db, const char *person, int64_t most)
{
    return db_exec(db, &SQL_FORGET_PERSON, "ti", person, most);
}

static const struct sql SQL_FORGET_CLIENT = {
    "family_forget_client", "DELETE FROM family WHERE id IN (SELECT id FROM family"
                            " WHERE client_id = $1 AND ended_at IS NULL LIMIT $2)"};

enum err family_gone_client(struct db *db, const char *client_id, int64_t most)
{
    return db_exec(db, &SQL_FORGET_CLIENT, "ti", client_id, most);
}
