/* postgres_open_test - what is found on a server, and how it is set up. */
#include "fixture.h"
#include "store_postgres.h"
#include <string.h>

enum { OPENERS = 8 };

static const struct sql SQL_PUT = {"put", "INSERT INTO value (id, t) VALUES ($1, $2)"};
static const struct sql SQL_TEXTS = {"texts", "SELECT t FROM value ORDER BY t"};
static const struct sql SQL_SETTINGS = {
    "settings", "SELECT current_setting('transaction_isolation') || ', '"
                " || current_setting('synchronous_commit') || ', ' || current_schema()"};

static struct store *begin(void)
{
    if (!place_is_server())
        check_skip("there is no server");
    return fixture_open();
}

static enum err open_server(const char *server, const struct store_driver *driver)
{
    struct store_options options = {.schema = "default_test", .readers = 1};
    struct store *store = NULL;

    options.server = server;
    options.driver = driver;
    enum err e = store_open(&options, &store);
    CHECK(e);
    return e;
}

static void a_server_that_cannot_be_is_named_without_the_password(void)
{
    static const char *const wrong[] = {"mysql://ada:geheim@db/ostiary",
                                        "postgresql://ada:geheim@[db/ostiary",
                                        "postgresql://ada@db/ostiary?passwort=geheim"};

    fixture_catch_log();
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        CHECK_ERR(open_server(wrong[i], &store_postgres), ERR_CONFIG);
        const char *log = fixture_log();
        CHECK_HAS(log, "is not a connection string");
        CHECK(!strstr(log, "geheim"));
    }
    const char *nobody =
        arena_printf(check_mem(), "postgresql://ada:geheim@/x?host=%s", check_dir());
    CHECK_ERR(open_server(nobody, &store_postgres), ERR_UNAVAILABLE);
    const char *log = fixture_log();
    CHECK_HAS(log, "store: schema default_test: connection to server on socket");
    CHECK(!strstr(log, "geheim"));
    CHECK_ERR(open_server(nobody, NULL), ERR_CONFIG);
    CHECK_HAS(fixture_log(), "in files only");
}

static void *open_one(void *out)
{
    struct store_options *options = out;
    struct store *store = NULL;

    if (store_open(options, &store))
        options->readers = 0;
    store_close(&store);
    return NULL;
}

static void many_may_open_a_fresh_database_at_once(void)
{
    pthread_t threads[OPENERS];
    struct store_options options[OPENERS];

    if (!place_is_server())
        check_skip("there is no server");
    for (int i = 0; i < OPENERS; i++)
        options[i] = fixture_options();
    for (int i = 0; i < OPENERS; i++)
        CHECK_INT(pthread_create(&threads[i], NULL, open_one, &options[i]), 0);
    for (int i = 0; i < OPENERS; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < OPENERS; i++)
        CHECK(options[i].readers > 0);
}

static enum err read_text(struct db *db, void *arg)
{
    const char **text = arg;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_SETTINGS, "");
    if (e || (e = db_row(&st)))
        return e;
    *text = stmt_text(&st, 0, check_mem());
    return OK;
}

static void transactions_are_what_they_have_to_be(void)
{
    struct store *store = begin();
    const char *text = NULL;

    CHECK_OK(store_write(store, read_text, &text));
    CHECK_STR(text, "read committed, on, default_test");
    CHECK_OK(store_read(store, read_text, &text));
    CHECK_STR(text, "repeatable read, on, default_test");
    store_close(&store);
}

static enum err put_texts(struct db *db, void *arg)
{
    static const char *const texts[] = {"a", "\xc3\xa9", "B", "_"};
    enum err e = OK;

    (void)arg;
    for (size_t i = 0; i < ARRAY_LEN(texts) && !e; i++)
        e = db_exec(db, &SQL_PUT, "it", (int64_t)i, texts[i]);
    return e;
}

static enum err join_texts(struct db *db, void *arg)
{
    const char **joined = arg;
    AUTO(stmt) st = {0};

    *joined = "";
    enum err e = db_query(db, &st, &SQL_TEXTS, "");
    while (!e && !(e = db_row(&st)))
        *joined = arena_printf(check_mem(), "%s%s", *joined, stmt_text(&st, 0, check_mem()));
    return e == ERR_NOT_FOUND ? OK : e;
}

static void texts_are_ordered_by_their_bytes(void)
{
    struct store *store = begin();
    const char *joined = NULL;

    CHECK_OK(store_write(store, put_texts, NULL));
    CHECK_OK(store_read(store, join_texts, &joined));
    CHECK_STR(joined, "B_a\xc3\xa9");
    store_close(&store);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_server_that_cannot_be_is_named_without_the_password),
        CASE(many_may_open_a_fresh_database_at_once),
        CASE(transactions_are_what_they_have_to_be),
        CASE(texts_are_ordered_by_their_bytes),
        {0},
    });
}
