/* Copies of a database in use, and what is found when one is opened. */
#include "disk.h"
#include "fixture.h"
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct copy_mark MARK = {"test", "monday", 1700000000000};

static const struct sql SQL_UNPAIRED = {
    "unpaired", "SELECT count(*) FROM item a WHERE NOT EXISTS"
                " (SELECT 1 FROM item b WHERE b.who = 3 - a.who AND b.n = a.n)"};
static const struct sql SQL_MARK = {
    "mark", "INSERT INTO copy_mark (service, batch, taken_at) VALUES ($1, $2, $3)"};

static enum err count(struct db *db, void *n)
{
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_UNPAIRED, "");
    if (e || (e = db_row(&st)))
        return e;
    *(int64_t *)n = stmt_int(&st, 0);
    return OK;
}

/* --- what is called for a copy --- */

static atomic_int ended;
static enum err ending; /* how it ends */

static enum err end(struct db *db, const struct copy_mark *mark)
{
    CHECK_STR(mark->service, MARK.service);
    CHECK_STR(mark->batch, MARK.batch);
    CHECK_INT(mark->taken_at, MARK.taken_at);
    ended++;
    enum err e = item_add(db, &(struct item){99, 1, "ended"});
    return e ? e : ending;
}

static enum err open_at(const char *path, struct store **out)
{
    struct store_options options = fixture_options();

    options.path = path;
    options.put_back = end;
    return store_open(&options, out);
}

static struct store *opened(const char *path)
{
    struct store *store = NULL;

    CHECK_OK(open_at(path, &store));
    return store;
}

/* As a file elsewhere, so that it can be opened as a database of its own. */
static const char *moved(const char *copy)
{
    const char *path = arena_printf(check_mem(), "%s/moved.db", check_dir());

    CHECK_INT(rename(copy, path), 0);
    return path;
}

static const char *copied(struct store *store)
{
    const char *path = NULL;

    CHECK_OK(store_copy(store, &MARK, check_mem(), &path));
    return path;
}

static void begin(void)
{
    fixture_needs_file();
    fixture_catch_log();
    ended = 0;
    ending = OK;
}

/* --- making one --- */

static void a_copy_has_what_there_was_and_is_private(void)
{
    struct stat about;

    begin();
    struct store *store = fixture_open();
    CHECK_OK(store_write(store, item_add, &(struct item){1, 1, NULL}));
    const char *path = copied(store);
    CHECK_STR(path,
              arena_printf(check_mem(), "%s/data/default/backup/test-monday.db", check_dir()));
    CHECK_INT(stat(path, &about), 0);
    CHECK_INT(about.st_mode & 0777, 0600);
    CHECK_OK(store_write(store, item_add, &(struct item){1, 2, NULL})); /* it goes on */
    store_close(&store);
    store = opened(moved(path));
    CHECK_INT(item_count(store), 2); /* the one, and what the hook added */
    store_close(&store);
}

static enum err add_pair(struct db *db, void *arg)
{
    struct item *item = arg;
    enum err e = item_add(db, &(struct item){1, item->n, NULL});

    return e ? e : item_add(db, &(struct item){2, item->n, NULL});
}

static atomic_bool enough;

static void *add_pairs(void *store)
{
    static _Thread_local struct item item;

    for (item.n = 1; !enough; item.n++) {
        if (store_write(store, add_pair, &item) != OK)
            return NULL;
    }
    return store;
}

static void a_copy_is_of_one_moment(void)
{
    pthread_t thread;
    void *good = NULL;
    int64_t unpaired = -1, n = 0;

    begin();
    enough = false;
    struct store *store = fixture_open();
    CHECK_INT(pthread_create(&thread, NULL, add_pairs, store), 0);
    while (n < 200)
        n = item_count(store);
    const char *path = copied(store);
    CHECK(item_count(store) >= n);
    enough = true;
    pthread_join(thread, &good);
    CHECK(good);
    store_close(&store);
    store = NULL;
    struct store_options options = fixture_options(); /* without the hook's row */
    options.path = moved(path);
    CHECK_OK(store_open(&options, &store));
    CHECK(item_count(store) >= n);
    CHECK_OK(store_read(store, count, &unpaired));
    CHECK_INT(unpaired, 0);
    store_close(&store);
}

static void a_batch_has_one_copy(void)
{
    const char *path = NULL;

    begin();
    struct store *store = fixture_open();
    copied(store);
    CHECK_ERR(store_copy(store, &MARK, check_mem(), &path), ERR_EXISTS);
    CHECK(!path);
    store_close(&store);
}

static void what_a_killed_process_left_is_in_nobodys_way(void)
{
    begin();
    struct store *store = fixture_open();
    const char *path = copied(store);
    CHECK_INT(rename(path, arena_printf(check_mem(), "%s.part", path)), 0);
    CHECK_STR(copied(store), path);
    CHECK(!check_file(arena_printf(check_mem(), "%s.part", path)).p);
    store_close(&store);
}

static atomic_bool full;

static int fail_file_write(enum disk_file file, enum disk_act act)
{
    return full && file == DISK_FILE && act == DISK_WRITE ? SQLITE_FULL : SQLITE_OK;
}

static void a_full_disk_leaves_no_copy(void)
{
    const char *path = NULL;

    begin();
    disk_watch(fail_file_write);
    struct store *store = fixture_open();
    full = true;
    CHECK_ERR(store_copy(store, &MARK, check_mem(), &path), ERR_STORAGE);
    full = false;
    CHECK_HAS(fixture_log(), "cannot be copied: database or disk is full");
    CHECK_OK(store_write(store, item_add, &(struct item){1, 1, NULL}));
    CHECK(!check_file(
               arena_printf(check_mem(), "%s/data/default/backup/test-monday.db.part", check_dir()))
               .p);
    store_close(&store);
    disk_watch(NULL);
}

/* --- opening one --- */

static void whoever_opens_a_copy_first_ends_what_must_end(void)
{
    begin();
    struct store *store = fixture_open();
    const char *path = moved(copied(store));
    store_close(&store);
    store = opened(path);
    CHECK_INT(ended, 1);
    CHECK_INT(item_count(store), 1);
    CHECK_HAS(fixture_log(), "is copy monday of test, which was put back");
    store_close(&store);
    store = opened(path); /* it is a database like others now */
    CHECK_INT(ended, 1);
    store_close(&store);
}

static void it_is_opened_by_nobody_who_cannot(void)
{
    struct store *store = fixture_open();

    begin();
    const char *path = moved(copied(store));
    store_close(&store);
    ending = ERR_CONFIG;
    CHECK_ERR(open_at(path, &store), ERR_CONFIG);
    ending = OK;
    store = opened(path);
    CHECK_INT(ended, 2);
    CHECK_INT(item_count(store), 1); /* the first time left nothing behind */
    store_close(&store);
}

static void of_six_processes_one_does_it(void)
{
    pid_t pids[6];
    int go[2], status;

    begin();
    struct store *store = fixture_open();
    const char *path = moved(copied(store));
    store_close(&store);
    CHECK_INT(pipe(go), 0);
    for (int i = 0; i < 6; i++) {
        pids[i] = fork();
        if (pids[i] == 0) {
            char c;
            close(go[1]);
            _exit(read(go[0], &c, 1) == 0 && open_at(path, &store) == OK ? 0 : 1);
        }
    }
    close(go[0]);
    close(go[1]);
    for (int i = 0; i < 6; i++) {
        waitpid(pids[i], &status, 0);
        CHECK_INT(status, 0);
    }
    store = opened(path);
    CHECK_INT(item_count(store), 1); /* a second one would have met the first one's row */
    store_close(&store);
}

/* --- on a server --- */

static enum err mark_by_hand(struct db *db, void *none)
{
    (void)none;
    return db_exec(db, &SQL_MARK, "tti", MARK.service, MARK.batch, MARK.taken_at);
}

static void a_mark_that_an_operator_sets_does_the_same(void)
{
    struct store *store = fixture_open();

    fixture_catch_log();
    ended = 0;
    ending = OK;
    CHECK_OK(store_write(store, mark_by_hand, NULL));
    store_close(&store);
    for (int i = 0; i < 2; i++) {
        store = opened(fixture_path());
        CHECK_INT(ended, 1);
        CHECK_INT(item_count(store), 1);
        store_close(&store);
    }
}

static void a_server_has_ways_of_its_own(void)
{
    const char *path = NULL;

    if (!place_is_server())
        check_skip("this is about a server");
    struct store *store = fixture_open();
    CHECK_ERR(store_copy(store, &MARK, check_mem(), &path), ERR_CONFIG);
    store_close(&store);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_copy_has_what_there_was_and_is_private),
        CASE(a_copy_is_of_one_moment),
        CASE(a_batch_has_one_copy),
        CASE(what_a_killed_process_left_is_in_nobodys_way),
        CASE(a_full_disk_leaves_no_copy),
        CASE(whoever_opens_a_copy_first_ends_what_must_end),
        CASE(it_is_opened_by_nobody_who_cannot),
        CASE(of_six_processes_one_does_it),
        CASE(a_mark_that_an_operator_sets_does_the_same),
        CASE(a_server_has_ways_of_its_own),
        {0},
    });
}
