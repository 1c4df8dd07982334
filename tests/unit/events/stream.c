#include "stream.h"
#include "place.h"
#include <string.h>

struct store *stream_open(bool inline_writer)
{
    static const struct migration migrations[] = {EVENT_MIGRATION(1)};
    struct store *store = NULL;
    struct store_options options = {
        .path = arena_printf(check_mem(), "%s/events.db", check_dir()),
        .schema = "default_events",
        .migrations = migrations,
        .n_migrations = ARRAY_LEN(migrations),
        .oldest_reader = 1,
        .readers = 2,
        .inline_writer = inline_writer,
    };

    place_of(check_dir(), &options.server, &options.driver);
    CHECK_OK(store_open(&options, &store));
    return store;
}

struct call stream_call(struct arena *mem)
{
    return (struct call){.mem = mem, .now = 1000, .role = ROLE_ADMIN, .service = "usersvc"};
}

struct one {
    struct call *c;
    const struct event *e;
};

static enum err append(struct db *db, void *arg)
{
    const struct one *one = arg;

    return event_append(db, one->c, EVENT_person_added, one->e);
}

enum err stream_append(struct store *store, struct call *c, const struct event *e)
{
    return store_write(store, append, &(struct one){c, e});
}

static enum err tamper(struct db *db, void *arg)
{
    const struct sql *const *sql = arg;

    return db_exec(db, *sql, "");
}

void stream_tamper(struct store *store, const char *sql)
{
    /* Found again by its address: one that is never given twice. */
    struct sql *statement = xcalloc(1, sizeof *statement);
    static struct sql *kept[64];
    static size_t n;

    assert(n < ARRAY_LEN(kept));
    kept[n++] = statement;
    *statement = (struct sql){"tamper", sql};
    CHECK_OK(store_write(store, tamper, &statement));
}

struct events_since_reply stream_since(struct store *store, int64_t after, int64_t limit)
{
    struct call c = stream_call(check_mem());
    struct events_since_reply a = {0};

    CHECK_OK(event_store_since(store, &c,
                               &(struct events_since_request){.after = after, .limit = limit}, &a));
    return a;
}

const char *stream_fault(struct store *store)
{
    struct events_since_reply page = stream_since(store, 0, 0);
    struct event_chain chain = {.number = page.base};

    memcpy(chain.hash, page.base_hash.p, EVENT_HASH_LEN);
    do {
        page = stream_since(store, chain.number, 0);
        for (size_t i = 0; i < page.events.n; i++) {
            const char *why = event_chain_fault(&chain, check_mem(), &page.events.v[i]);
            if (why)
                return why;
        }
    } while (page.events.n > 0);
    CHECK_INT(chain.number, page.head);
    return NULL;
}
