#include "consent_list_store.h"
#include "db.h"
#include "words.h"
#include <string.h>

/* What a page may hold, in bytes: a frame has 64 KiB, and one app more than fits may be in it. */
enum { PAGE_ROOM = 48 << 10, APP_FRAME = 128 };

struct page {
    struct arena *mem;
    const struct consent_range *range;
    struct consent_view *apps;
    size_t n, room;
    bool more;
};

static const struct sql SQL_LIST = {
    "consent_list",
    "SELECT consent.client_id, client_name, consent.scope, consent.created_at, consent.updated_at,"
    " icon"
    " FROM consent JOIN client ON client.client_id = consent.client_id"
    " WHERE person = $1 AND consent.client_id > $2 AND withdrawn = 0"
    " AND ($3 = '' OR consent.dialect = $3)"
    " ORDER BY consent.client_id, dialect"};

static struct consent_view read_row(struct stmt *st, struct arena *mem)
{
    return (struct consent_view){
        .client_id = stmt_text(st, 0, mem),
        .client_name = stmt_text(st, 1, mem),
        .scope = stmt_text(st, 2, mem),
        .since = stmt_int(st, 3),
        .changed_at = stmt_int(st, 4),
        .client_icon = stmt_text(st, 5, mem),
    };
}

/* The same app in another dialect. */
static void merge(struct arena *mem, struct consent_view *app, const struct consent_view *row)
{
    app->scope = words_union(mem, app->scope, row->scope);
    if (row->since < app->since)
        app->since = row->since;
    if (row->changed_at > app->changed_at)
        app->changed_at = row->changed_at;
}

/* false: it is for the next page. */
static bool take(struct page *p, const struct consent_view *row)
{
    struct consent_view *last = p->n > 0 ? &p->apps[p->n - 1] : NULL;

    p->room += strlen(row->client_name) + strlen(row->scope) + APP_FRAME;
    if (last && strcmp(last->client_id, row->client_id) == 0) {
        merge(p->mem, last, row);
        return true;
    }
    if (p->n == (size_t)p->range->limit || p->room > PAGE_ROOM)
        return false;
    p->apps[p->n++] = *row;
    return true;
}

static enum err read_page(struct db *db, void *arg)
{
    struct page *p = arg;
    const char *after = p->range->after ? p->range->after : "";
    AUTO(stmt) st = {0};

    p->n = p->room = 0;
    p->more = false;
    enum err e = db_query(db, &st, &SQL_LIST, "ttt", p->range->person, after,
                          p->range->dialect ? p->range->dialect : "");
    while (!e && !p->more && !(e = db_row(&st))) {
        struct consent_view row = read_row(&st, p->mem);
        p->more = !take(p, &row);
    }
    return e == ERR_NOT_FOUND ? OK : e;
}

enum err consent_list_store_page(struct store *store, struct arena *mem,
                                 const struct consent_range *range, struct consent_page *out)
{
    struct page p = {.mem = mem, .range = range};

    p.apps = arena_array(mem, (size_t)range->limit, sizeof *p.apps);
    enum err e = store_read(store, read_page, &p);
    if (e)
        return e;
    *out = (struct consent_page){.consents = {p.apps, p.n},
                                 .next = p.more ? p.apps[p.n - 1].client_id : NULL};
    return OK;
}
