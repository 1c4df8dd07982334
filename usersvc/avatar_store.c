#include "avatar_store.h"
#include "person_columns.h"
#include "person_event.h"
#include "picture.h"
#include "picture_store.h"
#include "usersvc.h"
#include <string.h>

struct change {
    struct call *c;
    const char *person;
    const char *name; /* NULL: none from now on */
    struct bytes png;
    struct person was, changed;
};

static const struct sql SQL_SET = {"avatar_set",
                                   "UPDATE person SET avatar = $2, updated_at = $3 WHERE id = $1"
                                   " RETURNING " COLUMNS};

static enum err set_name(struct db *db, struct change *ch)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_SET, "tti", ch->person, ch->name, ch->c->now);
    if (e || (e = db_row(&st)))
        return e;
    ch->changed = person_columns_read(&st, ch->c->mem);
    return OK;
}

static bool is_there_already(const struct change *ch)
{
    const char *was = ch->was.avatar;

    return was && ch->name ? strcmp(was, ch->name) == 0 : was == ch->name;
}

static enum err change(struct db *db, void *arg)
{
    struct change *ch = arg;
    const struct person_key key = {.id = ch->person};

    enum err e = db_lock(db, "people", NULL, NULL);
    if (e || (e = person_columns_find(db, ch->c->mem, &key, &ch->was)))
        return e;
    ch->changed = ch->was;
    if (is_there_already(ch))
        return OK;
    e = ch->name ? picture_store_put(db, ch->person, ch->name, ch->png)
                 : picture_store_remove(db, ch->person);
    if (e || (e = set_name(db, ch)))
        return e;
    return person_event_append(db, ch->c, EVENT_person_updated, &ch->was, &ch->changed);
}

enum err avatar_store_set(struct call *c, const char *person, struct bytes png, struct person *out)
{
    struct usersvc *svc = c->svc;
    struct change ch = {.c = c, .person = person, .png = png};

    ch.name = png.p ? picture_name(c->mem, png) : NULL;
    enum err e = store_write(svc->store, change, &ch);
    if (!e)
        *out = ch.changed;
    return e;
}
