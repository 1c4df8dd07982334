#include "discriminator_store.h"
#include "letter.h"
#include "person_columns.h"
#include "person_event.h"
#include "person_store.h"
#include "picture_store.h"
#include "second_factor_store.h"
#include "text.h"
#include "usersvc.h"

/* A change of one person: the row before it is read in the same unit, for the event. */
struct change {
    struct call *c;
    struct person_key key;
    const struct person_update_request *update;
    const char *email_key, *password;
    bool disabled;
    int64_t discriminator;       /* from now on */
    int64_t generation;          /* that the person has to have; 0: any */
    const struct letter *notice; /* to the person; NULL: they know */
    struct person was, changed;
};

/* Changes are rare: one at a time, however the person is named. */
static enum err look(struct db *db, struct change *ch)
{
    enum err e = db_lock(db, "people", NULL, NULL);

    return e ? e : person_columns_find(db, ch->c->mem, &ch->key, &ch->was);
}

/* The one row that an UPDATE … RETURNING has changed. */
static enum err changed_row(struct stmt *st, struct change *ch)
{
    enum err e = db_row(st);

    if (!e)
        ch->changed = person_columns_read(st, ch->c->mem);
    return e;
}

static enum err note(struct db *db, const struct change *ch, enum event_kind kind)
{
    return person_event_append(db, ch->c, kind, &ch->was, &ch->changed);
}

static enum err tell(struct db *db, const struct change *ch)
{
    return ch->notice ? outbox_put(db, ch->c, &ch->notice->sealed) : OK;
}

static enum err write_change(struct change *ch, enum err (*unit)(struct db *db, void *arg),
                             struct person *out)
{
    struct usersvc *svc = ch->c->svc;
    enum err e = store_write(svc->store, unit, ch);

    if (!e)
        *out = ch->changed;
    return e;
}

/* --- update --- */

static const struct sql SQL_UPDATE = {
    "person_update",
    "UPDATE person SET email = COALESCE($2, email), email_key = COALESCE($3, email_key),"
    " email_verified = CASE WHEN $4 >= 0 THEN $4"
    " WHEN $3 IS NULL OR $3 = email_key THEN email_verified ELSE 0 END,"
    " name = NULLIF(COALESCE($5, name), ''), given_name = NULLIF(COALESCE($6, given_name), ''),"
    " family_name = NULLIF(COALESCE($7, family_name), ''),"
    " nickname = NULLIF(COALESCE($8, nickname), ''), picture = NULLIF(COALESCE($9, picture), ''),"
    " website = NULLIF(COALESCE($10, website), ''),"
    " zoneinfo = NULLIF(COALESCE($11, zoneinfo), ''), locale = NULLIF(COALESCE($12, locale), ''),"
    " member_of = NULLIF(COALESCE($13, member_of), ''), updated_at = $14,"
    " discriminator = NULLIF($15, 0)"
    " WHERE id = $1 AND " NOT_DELETED " RETURNING " COLUMNS};

static enum err set_fields(struct db *db, struct change *ch)
{
    const struct person_update_request *q = ch->update;
    int64_t verified = q->email_verified.set ? q->email_verified.v : -1;
    AUTO(stmt) st = {0};

    enum err e =
        db_query(db, &st, &SQL_UPDATE, "tttitttttttttii", q->id, q->email, ch->email_key, verified,
                 q->name, q->given_name, q->family_name, q->nickname, q->picture, q->website,
                 q->zoneinfo, q->locale, q->groups, ch->c->now, ch->discriminator);
    return e ? e : changed_row(&st, ch);
}

/* Another nickname keeps the discriminator where it can. */
static enum err call_them(struct db *db, struct change *ch)
{
    const char *nickname = ch->update->nickname;
    const struct discriminator_wish wish = {
        .called = nickname && *nickname ? nickname : ch->was.username,
        .id = ch->was.id,
        .keep = discriminator_of(ch->was.discriminator),
    };

    ch->discriminator = wish.keep;
    return nickname ? discriminator_pick(db, ch->c->mem, &wish, &ch->discriminator) : OK;
}

static enum err update(struct db *db, void *arg)
{
    struct change *ch = arg;
    enum err e = look(db, ch);

    if (!e && ch->was.bot_of && ch->update->email)
        return ERR_FORBIDDEN; /* it could be found by it */
    if (e || (e = call_them(db, ch)) || (e = set_fields(db, ch)))
        return e;
    return note(db, ch, EVENT_person_updated);
}

enum err person_store_update(struct call *c, const struct person_update_request *q,
                             struct person *out)
{
    struct change ch = {.c = c,
                        .key = {.id = q->id},
                        .update = q,
                        .email_key = q->email ? text_lower(c->mem, q->email) : NULL};

    return write_change(&ch, update, out);
}

/* --- disable --- */

static const struct sql SQL_DISABLE = {
    "person_disable", "UPDATE person SET disabled = $2,"
                      " generation = generation + CASE WHEN $2 > disabled THEN 1 ELSE 0 END"
                      " WHERE id = $1 RETURNING " COLUMNS};

static enum err set_disabled(struct db *db, struct change *ch)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_DISABLE, "ti", ch->was.id, (int64_t)ch->disabled);
    return e ? e : changed_row(&st, ch);
}

static enum err disable(struct db *db, void *arg)
{
    struct change *ch = arg;
    enum err e = look(db, ch);

    if (e)
        return e;
    ch->changed = ch->was;
    if (ch->was.disabled == ch->disabled)
        return OK;
    e = set_disabled(db, ch);
    return e ? e : note(db, ch, ch->disabled ? EVENT_person_disabled : EVENT_person_enabled);
}

enum err person_store_disable(struct call *c, const struct person_key *key, bool disabled,
                              struct person *out)
{
    return write_change(&(struct change){.c = c, .key = *key, .disabled = disabled}, disable, out);
}

/* --- delete --- */

static const struct sql SQL_DELETE = {
    "person_delete",
    "UPDATE person SET username = NULL, username_key = NULL, email = NULL, email_key = NULL,"
    " email_verified = 0, name = NULL, given_name = NULL, family_name = NULL, nickname = NULL,"
    " picture = NULL, avatar = NULL, website = NULL, zoneinfo = NULL, locale = NULL, member_of = "
    "NULL,"
    " second_factor_at = NULL, password = NULL, event_key = NULL, discriminator = NULL, bot_of = "
    "NULL, generation = "
    "generation + CASE "
    "WHEN " NOT_DELETED " THEN 1 ELSE 0 END,"
    " deleted_at = COALESCE(deleted_at, $5) WHERE " BY_KEY};

static enum err erase(struct db *db, void *arg)
{
    struct change *ch = arg;
    enum err found = look(db, ch);

    if (found && found != ERR_NOT_FOUND)
        return found;
    enum err e = db_exec(db, &SQL_DELETE, "tttti", ch->key.id, ch->key.sub, ch->key.username,
                         ch->key.email, ch->c->now);
    if (e)
        return e;
    if (!db_changes(db))
        return ERR_NOT_FOUND;
    if (found) /* it was deleted before */
        return OK;
    e = picture_store_remove(db, ch->was.id);
    if (!e)
        e = second_factor_store_forget(db, ch->was.id);
    if (!e)
        e = person_event_append(db, ch->c, EVENT_person_deleted, &ch->was, NULL);
    return e ? e : tell(db, ch);
}

enum err person_store_delete(struct call *c, const struct person_key *key,
                             const struct letter *notice)
{
    struct usersvc *svc = c->svc;

    return store_write(svc->store, erase, &(struct change){.c = c, .key = *key, .notice = notice});
}

/* --- passwords --- */

static const struct sql SQL_SET_PASSWORD = {
    "password_set", "UPDATE person SET password = $2, generation = generation + 1"
                    " WHERE id = $1 AND " NOT_DELETED " AND ($3 = 0 OR generation = $3)"
                    " RETURNING " COLUMNS};

static enum err replace_password(struct db *db, struct change *ch)
{
    AUTO(stmt) st = {0};

    enum err e =
        db_query(db, &st, &SQL_SET_PASSWORD, "tti", ch->key.id, ch->password, ch->generation);
    return e ? e : changed_row(&st, ch);
}

static enum err set_password(struct db *db, void *arg)
{
    struct change *ch = arg;
    enum err e = look(db, ch);

    if (!e && ch->was.bot_of)
        return ERR_FORBIDDEN; /* bots have none */
    if (e)
        return e;
    e = replace_password(db, ch);
    if (e == ERR_NOT_FOUND) /* another one was quicker */
        return ERR_WRONG_PASSWORD;
    if (!e)
        e = note(db, ch, EVENT_password_set);
    return e ? e : tell(db, ch);
}

enum err person_store_set_password(struct call *c, const char *id, const char *hash)
{
    struct person changed;

    return write_change(&(struct change){.c = c, .key = {.id = id}, .password = hash}, set_password,
                        &changed);
}

enum err person_store_change_password(struct call *c, const struct person *was, const char *hash,
                                      const struct letter *notice, struct person *out)
{
    struct change ch = {.c = c,
                        .key = {.id = was->id},
                        .password = hash,
                        .generation = was->generation,
                        .notice = notice};

    return write_change(&ch, set_password, out);
}

struct new_hash {
    const char *id, *old, *hash;
};

static const struct sql SQL_RENEW_PASSWORD = {
    "password_renew", "UPDATE person SET password = $2 WHERE id = $1 AND password = $3"};

static enum err renew_password(struct db *db, void *arg)
{
    const struct new_hash *p = arg;

    return db_exec(db, &SQL_RENEW_PASSWORD, "ttt", p->id, p->hash, p->old);
}

/* No event: it is the same password. */
enum err person_store_renew_password(struct store *store, const char *id, const char *old,
                                     const char *hash)
{
    return store_write(store, renew_password, &(struct new_hash){id, old, hash});
}
