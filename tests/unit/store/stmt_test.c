#include "fixture.h"
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct sql SQL_PUT = {"put",
                                   "INSERT INTO value (id, t, i, b) VALUES ($1, $2, $3, $4)"};
static const struct sql SQL_GET = {"get", "SELECT t, i, b FROM value WHERE id = $1"};
static const struct sql SQL_SWAPPED = {
    "swapped", "INSERT INTO value (t, i, id) VALUES ($2, $1, $1) RETURNING id, t"};
static const struct sql SQL_BUMP = {"bump", "UPDATE value SET i = i + 1 WHERE id = $1 RETURNING i"};
static const struct sql SQL_BUMP_ALL = {"bump_all", "UPDATE value SET i = i + 1"};
static const struct sql SQL_IDS = {"ids", "SELECT id FROM value ORDER BY id"};
static const struct sql SQL_WRONG = {"wrong", "SELECT id FROM no_such_table"};
static const struct sql SQL_QUOTED = {"quoted", "SELECT \"no_such_column\" FROM value"};
static const struct sql SQL_PUT_OR_NOT = {
    "put_or_not", "INSERT INTO value (id) VALUES ($1) ON CONFLICT DO NOTHING"};

struct value {
    int64_t id;
    const char *t;
    int64_t i;
    struct bytes b;
    bool t_null, i_null, b_null;
};

static enum err put(struct db *db, void *arg)
{
    const struct value *v = arg;

    return db_exec(db, &SQL_PUT, "itib", v->id, v->t, v->i, v->b);
}

static enum err get(struct db *db, void *arg)
{
    AUTO(stmt) st = {0};
    struct value *v = arg;

    enum err e = db_query(db, &st, &SQL_GET, "i", v->id);
    if (e || (e = db_row(&st)))
        return e;
    v->t_null = stmt_null(&st, 0);
    v->i_null = stmt_null(&st, 1);
    v->b_null = stmt_null(&st, 2);
    v->t = stmt_text(&st, 0, check_mem());
    v->i = stmt_int(&st, 1);
    v->b = stmt_bytes(&st, 2, check_mem());
    return OK;
}

static struct value there_and_back(struct store *store, struct value in)
{
    struct value out = {.id = in.id};

    CHECK_OK(store_write(store, put, &in));
    CHECK_OK(store_read(store, get, &out));
    return out;
}

static void values_come_back_as_they_were(void)
{
    static const uint8_t blob[] = {0, 1, 0, 255};
    struct store *store = fixture_open();

    struct value v = there_and_back(
        store, (struct value){.id = 1, .t = "Ünïcode ✓", .i = INT64_MIN, .b = {blob, sizeof blob}});
    CHECK_STR(v.t, "Ünïcode ✓");
    CHECK_INT(v.i, INT64_MIN);
    CHECK_BYTES(v.b, ((struct bytes){blob, sizeof blob}));
    v = there_and_back(store,
                       (struct value){.id = INT64_MAX, .t = "", .i = INT64_MAX, .b = {blob, 0}});
    CHECK_STR(v.t, "");
    CHECK_INT(v.i, INT64_MAX);
    CHECK(v.b.p && v.b.n == 0);
    CHECK(!v.t_null && !v.i_null && !v.b_null);
    store_close(&store);
}

static void absent_values_are_null(void)
{
    struct store *store = fixture_open();

    struct value v = there_and_back(store, (struct value){.id = 1});
    CHECK(v.t_null && !v.i_null && v.b_null);
    CHECK_STR(v.t, NULL);
    CHECK(!v.b.p && v.b.n == 0);
    store_close(&store);
}

static void a_missing_row_is_not_found(void)
{
    struct store *store = fixture_open();

    CHECK_ERR(store_read(store, get, &(struct value){.id = 9}), ERR_NOT_FOUND);
    store_close(&store);
}

static enum err insert_swapped(struct db *db, void *arg)
{
    AUTO(stmt) st = {0};
    struct value *v = arg;

    enum err e = db_query(db, &st, &SQL_SWAPPED, "it", v->id, v->t);
    if (e || (e = db_row(&st)))
        return e;
    v->i = stmt_int(&st, 0);
    v->t = stmt_text(&st, 1, check_mem());
    return db_row(&st) == ERR_NOT_FOUND ? OK : ERR_INTERNAL;
}

static void parameters_go_by_number_not_by_place(void)
{
    struct store *store = fixture_open();
    struct value v = {.id = 7, .t = "seven"};

    CHECK_OK(store_write(store, insert_swapped, &v));
    CHECK_INT(v.i, 7);
    CHECK_STR(v.t, "seven");
    CHECK_OK(store_read(store, get, &v));
    CHECK_INT(v.i, 7);
    store_close(&store);
}

/* Takes one of its rows and leaves. */
static enum err bump(struct db *db, void *arg)
{
    AUTO(stmt) st = {0};
    struct value *v = arg;

    enum err e = db_query(db, &st, &SQL_BUMP, "i", v->id);
    if (e || (e = db_row(&st)))
        return e;
    v->i = stmt_int(&st, 0);
    return OK;
}

/* Takes none. */
static enum err bump_unseen(struct db *db, void *arg)
{
    AUTO(stmt) st = {0};
    const struct value *v = arg;

    return db_query(db, &st, &SQL_BUMP, "i", v->id);
}

static void a_change_that_returns_rows_is_made_however_many_are_taken(void)
{
    struct store *store = fixture_open();
    struct value v = {.id = 1};

    there_and_back(store, (struct value){.id = 1, .i = 40});
    CHECK_OK(store_write(store, bump, &v));
    CHECK_INT(v.i, 41);
    CHECK_OK(store_write(store, bump_unseen, &v));
    CHECK_OK(store_read(store, get, &v));
    CHECK_INT(v.i, 42);
    store_close(&store);
}

static enum err count_changes(struct db *db, void *arg)
{
    enum err e = db_exec(db, &SQL_BUMP_ALL, "");

    *(int64_t *)arg = db_changes(db);
    return e;
}

static void changed_rows_are_counted(void)
{
    struct store *store = fixture_open();
    int64_t n = -1;

    CHECK_OK(store_write(store, count_changes, &n));
    CHECK_INT(n, 0);
    there_and_back(store, (struct value){.id = 1});
    there_and_back(store, (struct value){.id = 2});
    CHECK_OK(store_write(store, count_changes, &n));
    CHECK_INT(n, 2);
    store_close(&store);
}

static enum err walk(struct db *db, void *arg)
{
    int64_t *sum = arg;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_IDS, "");
    while (!e && !(e = db_row(&st))) {
        struct value v = {.id = stmt_int(&st, 0)};
        enum err inner = get(db, &v);
        if (inner)
            return inner;
        *sum = *sum * 10 + v.id;
    }
    if (e != ERR_NOT_FOUND)
        return e;
    return db_row(&st) == ERR_NOT_FOUND ? OK : ERR_INTERNAL; /* and stays at the end */
}

static void statements_may_be_open_inside_each_other(void)
{
    struct store *store = fixture_open();

    for (int64_t id = 1; id <= 3; id++)
        there_and_back(store, (struct value){.id = id});
    for (int again = 0; again < 2; again++) {
        int64_t sum = 0;
        CHECK_OK(store_read(store, walk, &sum));
        CHECK_INT(sum, 123);
    }
    store_close(&store);
}

static void a_key_that_is_taken_is_told_apart_and_not_logged(void)
{
    struct store *store = fixture_open();

    fixture_catch_log();
    CHECK_OK(store_write(store, item_add, &(struct item){1, 1, "a"}));
    CHECK_ERR(store_write(store, item_add, &(struct item){1, 1, "b"}), ERR_EXISTS); /* primary */
    CHECK_ERR(store_write(store, item_add, &(struct item){1, 2, "a"}), ERR_EXISTS); /* unique */
    CHECK_OK(store_write(store, put, &(struct value){.id = 1}));
    CHECK_ERR(store_write(store, put, &(struct value){.id = 1}), ERR_EXISTS);
    CHECK_STR(fixture_log(), "");
    CHECK_INT(item_count(store), 1);
    store_close(&store);
}

static enum err go_on_after_error(struct db *db, void *arg)
{
    enum err e = item_add(db, arg);
    struct value other = {.id = 1};

    CHECK_ERR(e, ERR_EXISTS);
    CHECK_ERR(put(db, &other), ERR_EXISTS);
    return OK;
}

static void the_first_error_ends_the_unit(void)
{
    struct store *store = fixture_open_inline();
    struct item item = {1, 1, NULL};

    CHECK_OK(store_write(store, item_add, &item));
    CHECK_ERR(store_write(store, go_on_after_error, &item), ERR_EXISTS);
    CHECK_ERR(store_read(store, get, &(struct value){.id = 1}), ERR_NOT_FOUND);
    CHECK_OK(store_write(store, put, &(struct value){.id = 1})); /* the next unit is not hurt */
    store_close(&store);
}

static enum err put_or_not(struct db *db, void *arg)
{
    int64_t *changes = arg;

    for (int i = 0; i < 2; i++) {
        enum err e = db_exec(db, &SQL_PUT_OR_NOT, "i", (int64_t)1);
        if (e)
            return e;
        changes[i] = db_changes(db);
    }
    return OK;
}

static void do_nothing_lets_a_unit_go_on(void)
{
    struct store *store = fixture_open();
    int64_t changes[2] = {-1, -1};

    CHECK_OK(store_write(store, put_or_not, changes));
    CHECK_INT(changes[0], 1);
    CHECK_INT(changes[1], 0);
    store_close(&store);
}

static enum err run(struct db *db, void *sql)
{
    AUTO(stmt) st = {0};

    return db_query(db, &st, sql, "");
}

static void wrong_sql_is_a_fault_with_a_name(void)
{
    struct store *store = fixture_open();
    struct sql wrong[] = {SQL_WRONG, SQL_QUOTED};

    fixture_catch_log();
    CHECK_ERR(store_read(store, run, &wrong[0]), ERR_STORAGE);
    CHECK_HAS(fixture_log(), fixture_says("wrong: no such table: no_such_table",
                                          "wrong: relation \"no_such_table\" does not exist"));
    CHECK_ERR(store_read(store, run, &wrong[1]), ERR_STORAGE);
    CHECK_HAS(fixture_log(), fixture_says("quoted: no such column",
                                          "quoted: column \"no_such_column\" does not exist"));
    store_close(&store);
}

/* Reads a row, writes what follows from it. */
static enum err copy_on(struct db *db, void *locked)
{
    struct value v = {.id = 1};

    enum err e = locked ? db_lock(db, "value", "1", NULL) : OK;
    if (!e)
        e = get(db, &v);
    if (e)
        return e;
    v.id = 2;
    return put(db, &v);
}

/* Does not come back. */
static _Noreturn void write_after_reading(void)
{
    struct store *store = fixture_open_inline();

    if (store_write(store, put, &(struct value){.id = 1}) == OK)
        (void)!store_write(store, copy_on, NULL);
    _exit(1);
}

static void a_unit_that_reads_first_takes_a_lock(void)
{
    struct store_options options = fixture_options(); /* makes the database for both */
    int status = 0;

    pid_t pid = fork();
    if (pid == 0)
        write_after_reading();
    waitpid(pid, &status, 0);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    struct store *store = NULL;
    CHECK_OK(store_open(&options, &store));
    CHECK_OK(store_write(store, copy_on, store));
    store_close(&store);
}

static void values_are_not_logged(void)
{
    struct store *store = fixture_open();
    static char huge[(16 << 20) + 16];

    memset(huge, 'S', sizeof huge - 1);
    fixture_catch_log();
    CHECK_ERR(store_write(store, put, &(struct value){.id = 1, .t = huge}), ERR_STORAGE);
    CHECK_STR(fixture_log(), "store: put: string or blob too big\n");
    store_close(&store);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(values_come_back_as_they_were),
        CASE(absent_values_are_null),
        CASE(a_missing_row_is_not_found),
        CASE(parameters_go_by_number_not_by_place),
        CASE(a_change_that_returns_rows_is_made_however_many_are_taken),
        CASE(changed_rows_are_counted),
        CASE(statements_may_be_open_inside_each_other),
        CASE(a_key_that_is_taken_is_told_apart_and_not_logged),
        CASE(the_first_error_ends_the_unit),
        CASE(do_nothing_lets_a_unit_go_on),
        CASE(wrong_sql_is_a_fault_with_a_name),
        CASE(a_unit_that_reads_first_takes_a_lock),
        CASE(values_are_not_logged),
        {0},
    });
}
