#include "fixture.h"
#include <sched.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READERS = 2, MANY = 16 };

static mode_t mode_of(const char *path)
{
    struct stat st = {0};

    CHECK_INT(stat(path, &st), 0);
    return st.st_mode & 07777;
}

static void folders_and_files_are_private(void)
{
    fixture_needs_file();
    struct store *store = fixture_open();
    const char *path = fixture_path();

    CHECK_OK(store_write(store, item_add, &(struct item){1, 1, NULL}));
    CHECK_INT(mode_of(arena_printf(check_mem(), "%s/data", check_dir())), 0700);
    CHECK_INT(mode_of(arena_printf(check_mem(), "%s/data/default", check_dir())), 0700);
    CHECK_INT(mode_of(path), 0600);
    CHECK_INT(mode_of(arena_printf(check_mem(), "%s-wal", path)), 0600);
    CHECK_INT(mode_of(arena_printf(check_mem(), "%s-shm", path)), 0600);
    CHECK_INT(mode_of(arena_printf(check_mem(), "%s.lock", path)), 0600);
    store_close(&store);
}

static enum err open_at(const char *path)
{
    struct store_options options = fixture_options();
    struct store *store = NULL;

    options.path = path;
    enum err e = store_open(&options, &store);
    store_close(&store);
    return e;
}

static void a_path_that_cannot_be_is_named(void)
{
    fixture_needs_file();
    const char *folder = arena_printf(check_mem(), "%s/is-a-folder", check_dir());

    fixture_catch_log();
    CHECK_ERR(open_at("/dev/null/x/test.db"), ERR_STORAGE);
    CHECK_HAS(fixture_log(), "/dev/null/x: Not a directory");
    CHECK_INT(mkdir(folder, 0700), 0);
    CHECK_ERR(open_at(folder), ERR_STORAGE);
    CHECK_HAS(fixture_log(), "is-a-folder: unable to open database file");
}

static void a_file_that_is_no_database_is_refused_and_kept(void)
{
    fixture_needs_file();
    const char *path = arena_printf(check_mem(), "%s/letter.txt", check_dir());
    FILE *f = fopen(path, "w");

    for (int i = 0; i < 100; i++)
        fputs("Dear reader, this is not a database. ", f);
    fclose(f);
    struct bytes before = check_file(path);
    fixture_catch_log();
    CHECK_ERR(open_at(path), ERR_STORAGE);
    CHECK_HAS(fixture_log(), "file is not a database");
    CHECK_BYTES(check_file(path), before);
}

static void a_path_may_be_relative(void)
{
    fixture_needs_file();
    char here[4096];

    CHECK(getcwd(here, sizeof here));
    CHECK_INT(chdir(check_dir()), 0);
    enum err bare = open_at("bare.db"), deeper = open_at("a/b/deeper.db");
    CHECK_INT(chdir(here), 0);
    CHECK_OK(bare);
    CHECK_OK(deeper);
}

static void what_was_written_is_there_after_opening_again(void)
{
    struct store *store = fixture_open();

    CHECK_OK(store_write(store, item_add, &(struct item){1, 1, "a"}));
    store_close(&store);
    CHECK(!store);
    store_close(&store);
    store = fixture_open();
    CHECK_INT(item_count(store), 1);
    store_close(&store);
}

static void two_stores_of_one_file_see_each_other(void)
{
    struct store *a = fixture_open(), *b = fixture_open();

    CHECK_OK(store_write(a, item_add, &(struct item){1, 1, NULL}));
    CHECK_OK(store_write(b, item_add, &(struct item){2, 1, NULL}));
    CHECK_INT(item_count(a), 2);
    store_close(&a); /* and closing one takes nothing from the other */
    CHECK_OK(store_write(b, item_add, &(struct item){2, 2, NULL}));
    CHECK_INT(item_count(b), 3);
    store_close(&b);
}

/* --- reading --- */

struct looks {
    struct store *store;
    int64_t first, second;
};

/* A unit does not call the store: this one does so to have a write in its middle. */
static enum err look_twice(struct db *db, void *arg)
{
    struct looks *looks = arg;

    enum err e = item_counted(db, &looks->first);
    if (!e)
        e = store_write(looks->store, item_add, &(struct item){1, 1, NULL});
    return e ? e : item_counted(db, &looks->second);
}

static void a_reader_sees_one_snapshot(void)
{
    struct looks looks = {.store = fixture_open(), .first = -1, .second = -1};

    CHECK_OK(store_read(looks.store, look_twice, &looks));
    CHECK_INT(looks.first, 0);
    CHECK_INT(looks.second, 0);
    CHECK_INT(item_count(looks.store), 1); /* the next one sees it */
    store_close(&looks.store);
}

static void a_reader_cannot_write(void)
{
    struct store *store = fixture_open();

    fixture_catch_log();
    CHECK_ERR(store_read(store, item_add, &(struct item){1, 1, NULL}), ERR_STORAGE);
    CHECK_HAS(fixture_log(),
              fixture_says("item_add: attempt to write a readonly database",
                           "item_add: cannot execute INSERT in a read-only transaction"));
    CHECK_INT(item_count(store), 0);
    store_close(&store);
}

static enum err give_up(struct db *db, void *arg)
{
    (void)db, (void)arg;
    return ERR_FORBIDDEN;
}

static void what_a_reading_unit_says_is_handed_on(void)
{
    struct store *store = fixture_open();

    CHECK_ERR(store_read(store, give_up, NULL), ERR_FORBIDDEN);
    CHECK_INT(item_count(store), 0); /* and the connection is good as before */
    store_close(&store);
}

struct crowd {
    struct store *store;
    pthread_mutex_t lock;
    int inside, most, rounds;
    enum err result;
    pthread_t threads[MANY];
};

static enum err enter(struct db *db, void *arg)
{
    struct crowd *crowd = arg;
    int64_t n = 0;

    pthread_mutex_lock(&crowd->lock);
    crowd->inside++;
    if (crowd->inside > crowd->most)
        crowd->most = crowd->inside;
    pthread_mutex_unlock(&crowd->lock);
    enum err e = item_counted(db, &n);
    sched_yield();
    pthread_mutex_lock(&crowd->lock);
    crowd->inside--;
    crowd->rounds++;
    pthread_mutex_unlock(&crowd->lock);
    return e;
}

static void *read_often(void *arg)
{
    struct crowd *crowd = arg;

    for (int i = 0; i < 50; i++) {
        enum err e = store_read(crowd->store, enter, crowd);
        if (e)
            crowd->result = e;
    }
    return NULL;
}

static void more_threads_than_readers_wait_for_each_other(void)
{
    struct crowd crowd = {.store = fixture_open(), .lock = PTHREAD_MUTEX_INITIALIZER};

    for (int i = 0; i < MANY; i++)
        CHECK_INT(pthread_create(&crowd.threads[i], NULL, read_often, &crowd), 0);
    for (int i = 0; i < MANY; i++)
        pthread_join(crowd.threads[i], NULL);
    CHECK_OK(crowd.result);
    CHECK_INT(crowd.rounds, MANY * 50);
    CHECK(crowd.most >= 1 && crowd.most <= READERS);
    store_close(&crowd.store);
}

/* --- closing --- */

static void *close_store(void *arg)
{
    store_close(arg);
    return NULL;
}

static void closing_answers_those_who_wait(void)
{
    fixture_needs_file();
    struct store *store = fixture_open();
    struct caller holder, late[MANY];
    struct item items[MANY];
    struct gate gate;
    pthread_t closer;

    gate_init(&gate);
    caller_start(&holder, store, gate_unit, &gate);
    sem_wait(&gate.entered);
    for (int i = 0; i < MANY; i++) {
        items[i] = (struct item){1, i, NULL};
        caller_start(&late[i], store, item_add, &items[i]);
    }
    fixture_wait_queued(store, MANY);
    CHECK_INT(pthread_create(&closer, NULL, close_store, &store), 0);
    sem_post(&gate.leave);
    pthread_join(closer, NULL);
    CHECK_OK(caller_wait(&holder));
    for (int i = 0; i < MANY; i++)
        CHECK_OK(caller_wait(&late[i]));
    store = fixture_open();
    CHECK_INT(item_count(store), MANY);
    store_close(&store);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(folders_and_files_are_private),
        CASE(a_path_that_cannot_be_is_named),
        CASE(a_file_that_is_no_database_is_refused_and_kept),
        CASE(a_path_may_be_relative),
        CASE(what_was_written_is_there_after_opening_again),
        CASE(two_stores_of_one_file_see_each_other),
        CASE(a_reader_sees_one_snapshot),
        CASE(a_reader_cannot_write),
        CASE(what_a_reading_unit_says_is_handed_on),
        CASE(more_threads_than_readers_wait_for_each_other),
        CASE(closing_answers_those_who_wait),
        {0},
    });
}
