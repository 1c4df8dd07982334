#include "driver.h"
#include "log.h"

enum err store_open(const struct store_options *options, struct store **out)
{
    if (!options->server)
        return store_sqlite.open(options, out);
    if (options->driver)
        return options->driver->open(options, out);
    log_error("store: this program can keep its data in files only, not on a server");
    return ERR_CONFIG;
}

void store_close(struct store **self)
{
    struct store *store = *self;

    *self = NULL;
    if (store)
        store->driver->close(store);
}

enum err store_read(struct store *self, enum err (*unit)(struct db *db, void *arg), void *arg)
{
    return self->driver->read(self, unit, arg);
}

enum err store_write(struct store *self, enum err (*unit)(struct db *db, void *arg), void *arg)
{
    return self->driver->write(self, unit, arg);
}

enum err store_copy(struct store *self, const struct copy_mark *mark, struct arena *mem,
                    const char **path)
{
    return self->driver->copy ? self->driver->copy(self, mark, mem, path) : ERR_CONFIG;
}

void store_stats(struct store *self, struct store_stats *out)
{
    self->driver->stats(self, out);
}
