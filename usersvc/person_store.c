#include "person_store.h"
#include "discriminator_store.h"
#include "event_store.h"
#include "number_store.h"
#include "person_columns.h"
#include "person_event.h"
#include "text.h"
#include "usersvc.h"
#include <string.h>

struct person person_columns_read(struct stmt *st, struct arena *mem)
{
    return (struct person){
        .id = stmt_text(st, 0, mem),
        .sub = stmt_text(st, 1, mem),
        .username = stmt_text(st, 2, mem),
        .email = stmt_text(st, 3, mem),
        .email_verified = stmt_int(st, 4) != 0,
        .name = stmt_text(st, 5, mem),
        .given_name = stmt_text(st, 6, mem),
        .family_name = stmt_text(st, 7, mem),
        .nickname = stmt_text(st, 8, mem),
        .picture = stmt_text(st, 9, mem),
        .website = stmt_text(st, 10, mem),
        .zoneinfo = stmt_text(st, 11, mem),
        .locale = stmt_text(st, 12, mem),
        .groups = stmt_text(st, 13, mem),
        .disabled = stmt_int(st, 14) != 0,
        .generation = stmt_int(st, 15),
        .created_at = stmt_int(st, 16),
        .updated_at = stmt_int(st, 17),
        .number = stmt_int(st, 18),
        .discriminator = discriminator_text(mem, stmt_int(st, 19)),
        .avatar = stmt_text(st, 20, mem),
        .bot_of = stmt_text(st, 21, mem),
        .second_factor_at = stmt_int(st, 22),
    };
}

/* --- add --- */

static const struct sql SQL_ADD = {
    "person_add",
    "INSERT INTO person (" COLUMNS ", username_key, email_key, password) VALUES"
    " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,"
    " $19, $20, $21, $22, NULLIF($23, 0), $24, $25, $26) ON CONFLICT DO NOTHING"};

static enum err insert(struct db *db, struct call *c, const struct person_row *row)
{
    const struct person *p = &row->person;

    return db_exec(db, &SQL_ADD, "ttttitttttttttiiiiiittittt", p->id, p->sub, p->username, p->email,
                   (int64_t)p->email_verified, p->name, p->given_name, p->family_name, p->nickname,
                   p->picture, p->website, p->zoneinfo, p->locale, p->groups, (int64_t)p->disabled,
                   p->generation, p->created_at, p->updated_at, p->number,
                   discriminator_of(p->discriminator), p->avatar, p->bot_of, p->second_factor_at,
                   p->bot_of ? NULL : text_lower(c->mem, p->username),
                   p->bot_of ? NULL : text_lower(c->mem, p->email), row->password);
}

/* What is taken by somebody, who may be erased; the address, if it is none of these. */
static const struct sql SQL_TAKEN = {
    "person_taken", "SELECT CASE WHEN username_key = $1 THEN 'username' WHEN sub = $2 THEN 'sub'"
                    " ELSE 'number' END FROM person"
                    " WHERE username_key = $1 OR sub = $2 OR number = $3"
                    " ORDER BY CASE WHEN username_key = $1 THEN 0 ELSE 1 END LIMIT 1"};

static enum err call_them(struct db *db, struct call *c, struct person *p)
{
    const struct discriminator_wish wish = {.called = p->nickname ? p->nickname : p->username};
    int64_t digits = 0;

    enum err e = discriminator_pick(db, c->mem, &wish, &digits);
    if (!e)
        e = p->number ? number_take(db, p->number) : number_next(db, &p->number);
    if (!e)
        p->discriminator = discriminator_text(c->mem, digits);
    return e;
}

enum err person_store_insert(struct db *db, struct call *c, struct person_row *row,
                             const char **taken)
{
    AUTO(stmt) st = {0};

    enum err e = call_them(db, c, &row->person);
    if (!e)
        e = insert(db, c, row);
    if (e)
        return e;
    if (db_changes(db))
        return person_event_append(db, c, EVENT_person_added, NULL, &row->person);
    e = db_query(db, &st, &SQL_TAKEN, "tti", text_lower(c->mem, row->person.username),
                 row->person.sub, row->person.number);
    if (e)
        return e;
    e = db_row(&st);
    if (e && e != ERR_NOT_FOUND)
        return e;
    *taken = e ? "email" : stmt_text(&st, 0, c->mem);
    return ERR_EXISTS;
}

struct add {
    struct call *c;
    struct person_row *row;
    const char *taken;
};

static enum err add(struct db *db, void *arg)
{
    struct add *a = arg;
    enum err e = db_lock(db, "people", NULL, NULL);

    return e ? e : person_store_insert(db, a->c, a->row, &a->taken);
}

enum err person_store_add(struct call *c, struct person_row *row, const char **taken)
{
    struct usersvc *svc = c->svc;
    struct add a = {.c = c, .row = row};
    enum err e = store_write(svc->store, add, &a);

    if (e == ERR_EXISTS)
        *taken = a.taken;
    return e;
}

/* --- get, standing, page --- */

struct get {
    struct arena *mem;
    const struct person_key *key;
    struct person_row found;
};

static const struct sql SQL_GET = {"person_get", "SELECT " COLUMNS ", password FROM person"
                                                 " WHERE " BY_KEY " AND " NOT_DELETED};

static enum err get(struct db *db, void *arg)
{
    struct get *g = arg;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_GET, "tttt", g->key->id, g->key->sub, g->key->username,
                          g->key->email);
    if (e || (e = db_row(&st)))
        return e;
    g->found =
        (struct person_row){person_columns_read(&st, g->mem), stmt_text(&st, N_COLUMNS, g->mem)};
    return event_head(db, &g->found.person.as_of);
}

enum err person_store_get(struct store *store, struct arena *mem, const struct person_key *key,
                          struct person_row *out)
{
    struct get g = {.mem = mem, .key = key};
    enum err e = store_read(store, get, &g);

    if (!e)
        *out = g.found;
    return e;
}

static const struct sql SQL_FIND = {"person_find", "SELECT " COLUMNS " FROM person"
                                                   " WHERE " BY_KEY " AND " NOT_DELETED};

enum err person_columns_find(struct db *db, struct arena *mem, const struct person_key *key,
                             struct person *out)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_FIND, "tttt", key->id, key->sub, key->username, key->email);
    if (e || (e = db_row(&st)))
        return e;
    *out = person_columns_read(&st, mem);
    return OK;
}

struct standing {
    const struct person_key *key;
    struct person_standing_reply found;
};

static const struct sql SQL_STANDING = {"person_standing",
                                        "SELECT generation, disabled = 0 AND " NOT_DELETED
                                        " FROM person WHERE " BY_KEY};

static enum err standing(struct db *db, void *arg)
{
    struct standing *s = arg;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_STANDING, "tttt", s->key->id, s->key->sub, s->key->username,
                          s->key->email);
    if (e || (e = db_row(&st)))
        return e;
    s->found = (struct person_standing_reply){.generation = stmt_int(&st, 0),
                                              .active = stmt_int(&st, 1) != 0};
    return event_head(db, &s->found.as_of);
}

enum err person_store_standing(struct store *store, const struct person_key *key,
                               struct person_standing_reply *out)
{
    struct standing s = {.key = key};
    enum err e = store_read(store, standing, &s);

    if (!e)
        *out = s.found;
    return e;
}

/* What a page may hold, in bytes: a frame has 64 KiB, and one person more than fits may be in it.
 */
enum { PAGE_ROOM = 48 << 10, PERSON_FRAME = 256 };

struct page {
    struct arena *mem;
    const char *after;
    int64_t limit;
    struct person *people;
    size_t n;
    bool more;
};

static const struct sql SQL_PAGE = {"person_page",
                                    "SELECT " COLUMNS " FROM person"
                                    " WHERE id > $1 AND " NOT_DELETED " ORDER BY id LIMIT $2"};

static size_t weight(const struct person *p)
{
    const char *const texts[] = {p->id,         p->sub,         p->username, p->email,   p->name,
                                 p->given_name, p->family_name, p->nickname, p->picture, p->website,
                                 p->zoneinfo,   p->locale,      p->groups};
    size_t n = PERSON_FRAME;

    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        n += texts[i] ? strlen(texts[i]) : 0;
    return n;
}

static enum err page(struct db *db, void *arg)
{
    struct page *p = arg;
    size_t room = 0;
    AUTO(stmt) st = {0};

    p->n = 0;
    p->more = false;
    enum err e = db_query(db, &st, &SQL_PAGE, "ti", p->after, p->limit + 1);
    while (!e && !(e = db_row(&st))) {
        if (p->n == (size_t)p->limit || room > PAGE_ROOM) {
            p->more = true;
            return OK;
        }
        p->people[p->n] = person_columns_read(&st, p->mem);
        room += weight(&p->people[p->n++]);
    }
    return e == ERR_NOT_FOUND ? OK : e;
}

enum err person_store_page(struct store *store, struct arena *mem, const char *after, int64_t limit,
                           struct person_page *out)
{
    struct page p = {.mem = mem, .after = after ? after : "", .limit = limit};

    p.people = arena_array(mem, (size_t)limit, sizeof *p.people);
    enum err e = store_read(store, page, &p);
    if (e)
        return e;
    *out = (struct person_page){.people = {p.people, p.n},
                                .next = p.more ? p.people[p.n - 1].id : NULL};
    return OK;
}
