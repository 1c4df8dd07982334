#include "fixture.h"

static const struct sql SQL_VERSIONS = {
    "versions", "SELECT version, name, oldest_reader FROM schema_version ORDER BY version"};
static const struct sql SQL_NOTE = {"note", "UPDATE item SET note = $1"};

static enum err read_versions(struct db *db, void *arg)
{
    AUTO(stmt) st = {0};
    const char **text = arg;

    *text = NULL;
    enum err e = db_query(db, &st, &SQL_VERSIONS, "");
    while (!e && !(e = db_row(&st))) {
        *text = arena_printf(check_mem(), "%s%s%lld %s %lld", *text ? *text : "", *text ? ", " : "",
                             (long long)stmt_int(&st, 0), stmt_text(&st, 1, check_mem()),
                             (long long)stmt_int(&st, 2));
    }
    return e == ERR_NOT_FOUND ? OK : e;
}

static const char *versions(struct store *store)
{
    const char *text = NULL;

    CHECK_OK(store_read(store, read_versions, &text));
    return text;
}

/* A release of the service: it knows n steps and admits readers from `oldest` on. */
static enum err open_as(size_t n, int oldest, struct store **out)
{
    struct store_options options = fixture_options();

    options.n_migrations = n;
    options.oldest_reader = oldest;
    return store_open(&options, out);
}

static enum err write_note(struct db *db, void *arg)
{
    (void)arg;
    return db_exec(db, &SQL_NOTE, "t", "in the new column");
}

static void a_fresh_file_takes_every_step(void)
{
    struct store *store = NULL;

    CHECK_OK(open_as(2, 1, &store));
    CHECK_STR(versions(store), "1 first 1, 2 second 1");
    store_close(&store);
    CHECK_OK(open_as(2, 1, &store)); /* and none twice */
    CHECK_STR(versions(store), "1 first 1, 2 second 1");
    store_close(&store);
}

static void an_upgrade_keeps_the_rows(void)
{
    struct store *store = NULL;

    CHECK_OK(open_as(1, 1, &store));
    CHECK_STR(versions(store), "1 first 1");
    CHECK_OK(store_write(store, item_add, &(struct item){1, 1, "kept"}));
    store_close(&store);
    CHECK_OK(open_as(2, 2, &store));
    CHECK_STR(versions(store), "1 first 1, 2 second 2");
    CHECK_INT(item_count(store), 1);
    CHECK_OK(store_write(store, write_note, NULL));
    store_close(&store);
}

static void an_upgrade_does_not_disturb_those_who_run(void)
{
    struct store *old = NULL, *new = NULL;

    CHECK_OK(open_as(1, 1, &old));
    CHECK_OK(store_write(old, item_add, &(struct item){1, 1, NULL}));
    CHECK_OK(open_as(2, 1, &new));
    CHECK_OK(store_write(old, item_add, &(struct item){1, 2, NULL}));
    CHECK_OK(store_write(new, write_note, NULL));
    CHECK_INT(item_count(old), 2);
    store_close(&old);
    store_close(&new);
}

static void a_newer_schema_admits_the_readers_it_names(void)
{
    struct store *store = NULL;

    CHECK_OK(open_as(2, 1, &store));
    store_close(&store);
    CHECK_OK(open_as(1, 1, &store));
    CHECK_STR(versions(store), "1 first 1, 2 second 1");
    store_close(&store);
}

static void an_older_program_is_told_why_it_cannot_start(void)
{
    struct store *store = NULL;

    fixture_catch_log();
    CHECK_OK(open_as(2, 2, &store));
    store_close(&store);
    CHECK_ERR(open_as(1, 1, &store), ERR_CONFIG);
    CHECK(!store);
    CHECK_HAS(fixture_log(), "has schema 2, which admits programs that know schema 2; this one "
                             "knows 1: a newer release is needed");
}

static void the_file_of_another_service_is_refused(void)
{
    static const struct migration others[] = {
        {.version = 1, .name = "people", .sqlite = "CREATE TABLE people (id INTEGER);"}};
    struct store_options options = fixture_options();
    struct store *store = fixture_open();

    store_close(&store);
    fixture_catch_log();
    options.migrations = others;
    options.n_migrations = 1;
    CHECK_ERR(store_open(&options, &store), ERR_CONFIG);
    CHECK_HAS(fixture_log(), "is not of this service: step 1 of its schema is \"first\", not "
                             "\"people\"");
}

static void a_step_that_fails_leaves_nothing_behind(void)
{
    static const struct migration broken[] = {
        {.version = 1,
         .name = "first",
         .sqlite = "CREATE TABLE item (n INTEGER); CREATE TABLE other (n INTEGER);"},
        {.version = 2,
         .name = "second",
         .sqlite = "ALTER TABLE other ADD COLUMN x TEXT; ALTER TABLE missing ADD COLUMN x TEXT;"}};
    struct store_options options = fixture_options();
    struct store *store = NULL;

    fixture_catch_log();
    options.migrations = broken;
    CHECK_ERR(store_open(&options, &store), ERR_STORAGE);
    CHECK_HAS(fixture_log(),
              fixture_says("schema step 2 \"second\": no such table: missing",
                           "schema step 2 \"second\": relation \"missing\" does not exist"));
    CHECK_OK(open_as(2, 1, &store)); /* takes both steps as if nothing had been */
    CHECK_STR(versions(store), "1 first 1, 2 second 1");
    CHECK_OK(store_write(store, item_add, &(struct item){1, 1, NULL}));
    store_close(&store);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_fresh_file_takes_every_step),
        CASE(an_upgrade_keeps_the_rows),
        CASE(an_upgrade_does_not_disturb_those_who_run),
        CASE(a_newer_schema_admits_the_readers_it_names),
        CASE(an_older_program_is_told_why_it_cannot_start),
        CASE(the_file_of_another_service_is_refused),
        CASE(a_step_that_fails_leaves_nothing_behind),
        {0},
    });
}
