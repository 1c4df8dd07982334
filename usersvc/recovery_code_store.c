#include "recovery_code_store.h"
#include "db.h"
#include "event_object.h"
#include "event_store.h"
#include "person_columns.h"
#include "usersvc.h"

/* -- inside units of others ---------------------------------------------------------------------
 */

static const struct sql SQL_FORGET = {"recovery_code_forget",
                                      "DELETE FROM recovery_code WHERE person = $1"};

enum err recovery_code_store_forget(struct db *db, const char *person)
{
    return db_exec(db, &SQL_FORGET, "t", person);
}

static const struct sql SQL_PUT = {"recovery_code_put",
                                   "INSERT INTO recovery_code (person, hash) VALUES ($1, $2)"};

enum err recovery_code_store_put(struct db *db, struct call *c, const char *person,
                                 const char *const *codes)
{
    enum err e = recovery_code_store_forget(db, person);

    for (size_t i = 0; !e && i < RECOVERY_CODES; i++)
        e = db_exec(db, &SQL_PUT, "tt", person, recovery_code_hash(c->mem, person, codes[i]));
    return e;
}

static const struct sql SQL_COUNT = {"recovery_code_count",
                                     "SELECT COUNT(*) FROM recovery_code WHERE person = $1"};

enum err recovery_code_store_count(struct db *db, const char *person, int64_t *n)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_COUNT, "t", person);
    if (!e)
        e = db_row(&st);
    if (!e)
        *n = stmt_int(&st, 0);
    return e;
}

/* -- renew, use ---------------------------------------------------------------------------------
 */

struct change {
    struct call *c;
    const char *person;
    const char *const *codes;    /* of renew */
    const char *hash;            /* of use */
    const struct letter *notice; /* the same */
};

static enum err renew(struct db *db, void *arg)
{
    const struct change *ch = arg;
    const struct person_key key = {.id = ch->person};
    struct person now = {0};

    enum err e = db_lock(db, "people", NULL, NULL);
    if (!e)
        e = person_columns_find(db, ch->c->mem, &key, &now);
    if (!e && !now.second_factor_at)
        return ERR_NOT_FOUND;
    if (!e)
        e = recovery_code_store_put(db, ch->c, ch->person, ch->codes);
    return e ? e
             : event_append(db, ch->c, EVENT_recovery_codes_renewed,
                            &(struct event){.subject = ch->person, .person = ch->person});
}

enum err recovery_code_store_renew(struct call *c, const char *person, const char *const *codes)
{
    const struct usersvc *svc = c->svc;

    return store_write(svc->store, renew,
                       &(struct change){.c = c, .person = person, .codes = codes});
}

static const struct sql SQL_USE = {"recovery_code_use",
                                   "DELETE FROM recovery_code WHERE person = $1 AND hash = $2"};

static enum err note(struct db *db, const struct change *ch)
{
    struct event_object after;
    int64_t left = 0;
    enum err e = recovery_code_store_count(db, ch->person, &left);

    if (e)
        return e;
    json_int(event_object_begin(&after, ch->c->mem), "left", left);
    return event_append(db, ch->c, EVENT_recovery_code_used,
                        &(struct event){.subject = ch->person,
                                        .person = ch->person,
                                        .after = event_object_end(&after)});
}

static enum err use(struct db *db, void *arg)
{
    const struct change *ch = arg;

    enum err e = db_lock(db, "people", NULL, NULL); /* what is left is counted */
    if (!e)
        e = db_exec(db, &SQL_USE, "tt", ch->person, ch->hash);
    if (!e && !db_changes(db))
        return ERR_WRONG_CODE;
    if (!e)
        e = note(db, ch);
    return e ? e : outbox_put(db, ch->c, &ch->notice->sealed);
}

enum err recovery_code_store_use(struct call *c, const char *person, const char *code,
                                 const struct letter *notice)
{
    const struct usersvc *svc = c->svc;

    return store_write(svc->store, use,
                       &(struct change){.c = c,
                                        .person = person,
                                        .hash = recovery_code_hash(c->mem, person, code),
                                        .notice = notice});
}
