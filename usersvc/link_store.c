#include "link_store.h"
#include "db.h"
#include "log.h"

enum { BATCH_ROWS = 500 };

/* What is in use goes by itself; this is what nobody came back for. */
static const struct sql statements[] = {
    {"sign_up_expire", "DELETE FROM sign_up WHERE hash IN ("
                       "SELECT hash FROM sign_up WHERE expires_at <= $1 LIMIT $2)"},
    {"password_reset_expire", "DELETE FROM password_reset WHERE hash IN ("
                              "SELECT hash FROM password_reset WHERE expires_at <= $1 LIMIT $2)"},
    {"email_change_expire", "DELETE FROM email_change WHERE hash IN ("
                            "SELECT hash FROM email_change WHERE expires_at <= $1 LIMIT $2)"},
};

static enum err expire(struct db *db, void *arg)
{
    const int64_t *now = arg;
    enum err e = OK;

    for (size_t i = 0; !e && i < ARRAY_LEN(statements); i++)
        e = db_exec(db, &statements[i], "ii", *now, (int64_t)BATCH_ROWS);
    return e;
}

void link_store_sweep(struct store *store, int64_t now)
{
    enum err e = store_write(store, expire, &now);

    if (e)
        log_warn("links that have expired could not be removed: %s", err_name(e));
}
