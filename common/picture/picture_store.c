#include "picture_store.h"
#include "db.h"
#include "embed.h"

EMBED(picture_schema, EMBED_DIR "/schema/picture.sql");

static const struct sql SQL_PUT = {"picture_put",
                                   "INSERT INTO picture (owner, name, png) VALUES ($1, $2, $3)"
                                   " ON CONFLICT (owner) DO UPDATE SET name = $2, png = $3"};

enum err picture_store_put(struct db *db, const char *owner, const char *name, struct bytes png)
{
    return db_exec(db, &SQL_PUT, "ttb", owner, name, png);
}

static const struct sql SQL_REMOVE = {"picture_remove", "DELETE FROM picture WHERE owner = $1"};

enum err picture_store_remove(struct db *db, const char *owner)
{
    return db_exec(db, &SQL_REMOVE, "t", owner);
}

struct find {
    struct arena *mem;
    const char *name;
    struct bytes png;
};

static const struct sql SQL_FIND = {"picture_find",
                                    "SELECT png FROM picture WHERE name = $1 LIMIT 1"};

static enum err find(struct db *db, void *arg)
{
    struct find *f = arg;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_FIND, "t", f->name);
    if (e || (e = db_row(&st)))
        return e;
    f->png = stmt_bytes(&st, 0, f->mem);
    return OK;
}

enum err picture_store_find(struct store *store, struct arena *mem, const char *name,
                            struct bytes *png)
{
    struct find f = {.mem = mem, .name = name};
    enum err e = store_read(store, find, &f);

    if (!e)
        *png = f.png;
    return e;
}
