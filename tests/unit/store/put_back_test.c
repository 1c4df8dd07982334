/* A copy in the place of a database. */
#include "fixture.h"
#include "put_back.h"
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { COPIED = 100, WRITTEN = 160, KILLS = 60, LONGEST_US = 4000 };

static const struct copy_mark MARK = {"test", "monday", 1700000000000};

static const char *in_room(const char *name)
{
    return arena_printf(check_mem(), "%s/%s", check_dir(), name);
}

static void add(struct store *store, int64_t from, int64_t to)
{
    for (int64_t n = from; n <= to; n++)
        CHECK_OK(store_write(store, item_add, &(struct item){1, n, NULL}));
}

/* A database with WRITTEN rows, and a copy of it from when it had COPIED. */
static const char *copy_and_go_on(void)
{
    const char *path = NULL;

    fixture_needs_file();
    fixture_catch_log();
    struct store *store = fixture_open();
    add(store, 1, COPIED);
    CHECK_OK(store_copy(store, &MARK, check_mem(), &path));
    add(store, COPIED + 1, WRITTEN);
    store_close(&store);
    return path;
}

static int64_t rows_of(const char *path)
{
    struct store_options options = fixture_options();
    struct store *store = NULL;

    options.path = path;
    CHECK_OK(store_open(&options, &store));
    int64_t n = item_count(store);
    store_close(&store);
    return n;
}

static enum err put_back(const char *copy, const char *kept, const char **why)
{
    AUTO_CLOSE(put_back) *place = NULL;
    struct copy_about about = {.schema = 0};

    enum err e = put_back_open(fixture_path(), &place, check_mem(), why);
    if (!e)
        e = put_back_stage(place, copy, check_mem(), &about, why);
    return e ? e : put_back_swap(place, kept, check_mem(), why);
}

/* --- how it goes --- */

static void a_copy_takes_the_place_of_a_database_which_is_kept(void)
{
    const char *copy = copy_and_go_on(), *why = NULL;

    CHECK_OK(put_back(copy, in_room("kept.db"), &why));
    CHECK_INT(rows_of(fixture_path()), COPIED);
    CHECK_INT(rows_of(in_room("kept.db")), WRITTEN);
    CHECK(check_file(copy).p); /* the copy stays */
}

static void it_is_looked_at_before(void)
{
    const char *copy = copy_and_go_on(), *why = NULL;
    AUTO_CLOSE(put_back) *place = NULL;
    struct copy_about about;

    CHECK_OK(put_back_open(fixture_path(), &place, check_mem(), &why));
    CHECK_OK(put_back_stage(place, copy, check_mem(), &about, &why));
    CHECK_STR(about.mark.service, "test");
    CHECK_STR(about.mark.batch, "monday");
    CHECK_INT(about.mark.taken_at, MARK.taken_at);
    CHECK_INT(about.schema, 2);
    CHECK_INT(about.oldest_reader, 1);
    put_back_close(&place);
    CHECK_INT(rows_of(fixture_path()), WRITTEN); /* nothing has happened */
}

static void where_there_is_no_database_it_becomes_one(void)
{
    const char *copy = copy_and_go_on(), *why = NULL;
    const char *elsewhere = in_room("copy.db");

    CHECK_INT(rename(copy, elsewhere), 0);
    CHECK_INT(unlink(fixture_path()), 0);
    CHECK_OK(put_back(elsewhere, in_room("kept.db"), &why));
    CHECK_INT(rows_of(fixture_path()), COPIED);
    CHECK(!check_file(in_room("kept.db")).p);
}

/* --- what is refused --- */

static void damage_copy(const char *path)
{
    int fd = open(path, O_WRONLY);

    CHECK(fd >= 0);
    CHECK_INT(pwrite(fd, "no page begins like this", 24, 4096), 24);
    close(fd);
}

static void damage_is_found_and_the_database_stays(void)
{
    const char *copy = copy_and_go_on(), *why = NULL;

    damage_copy(copy);
    CHECK_ERR(put_back(copy, in_room("kept.db"), &why), ERR_BAD_MESSAGE);
    CHECK_STR(why, arena_printf(check_mem(), "%s is damaged", copy));
    CHECK_ERR(put_back(in_room("nothing"), in_room("kept.db"), &why), ERR_NOT_FOUND);
    CHECK_INT(rows_of(fixture_path()), WRITTEN);
}

static void another_database_is_no_copy(void)
{
    const char *why = NULL;

    copy_and_go_on();
    CHECK_ERR(put_back(fixture_path(), in_room("kept.db"), &why), ERR_BAD_MESSAGE);
    CHECK_HAS(why, "is not what a backup wrote");
}

/* A process with the store open, until it is told to end. */
static pid_t user_start(int say[2])
{
    struct store *store = NULL;
    struct store_options options = fixture_options();
    int told[2];
    char c;

    CHECK_INT(pipe(say) | pipe(told), 0);
    pid_t pid = fork();
    if (pid == 0) {
        close(say[1]);
        close(told[0]);
        if (store_open(&options, &store) != OK || write(told[1], "!", 1) != 1)
            _exit(1);
        _exit(read(say[0], &c, 1) == 0 ? 0 : 1); /* without closing: as killed */
    }
    close(say[0]);
    close(told[1]);
    CHECK_INT(read(told[0], &c, 1), 1);
    close(told[0]);
    return pid;
}

static void nothing_is_replaced_under_somebody(void)
{
    const char *copy = copy_and_go_on(), *why = NULL;
    int say[2], status = 0;

    pid_t pid = user_start(say);
    CHECK_ERR(put_back(copy, in_room("kept.db"), &why), ERR_BUSY);
    CHECK_HAS(why, "is in use: what uses it has to be stopped");
    close(say[1]);
    CHECK_INT(waitpid(pid, &status, 0), pid);
    CHECK_INT(status, 0);
    CHECK_OK(put_back(copy, in_room("kept.db"), &why));
    CHECK_INT(rows_of(fixture_path()), COPIED);
}

static void who_comes_meanwhile_waits_and_finds_the_new_one(void)
{
    const char *copy = copy_and_go_on(), *why = NULL;
    AUTO_CLOSE(put_back) *place = NULL;
    struct copy_about about;
    int status = 0;

    CHECK_OK(put_back_open(fixture_path(), &place, check_mem(), &why));
    pid_t pid = fork();
    if (pid == 0)
        _exit((int)rows_of(fixture_path()));
    CHECK_OK(put_back_stage(place, copy, check_mem(), &about, &why));
    CHECK_INT(waitpid(pid, &status, WNOHANG), 0);
    CHECK_OK(put_back_swap(place, in_room("kept.db"), check_mem(), &why));
    put_back_close(&place);
    CHECK_INT(waitpid(pid, &status, 0), pid);
    CHECK_INT(WEXITSTATUS(status), COPIED);
}

/* --- what was left behind --- */

/* Rows that a process acknowledged before it was killed: they are in its log alone. */
static void leave_a_log(void)
{
    struct store_options options = fixture_options();
    struct store *store = NULL;
    int status = 0;

    pid_t pid = fork();
    if (pid == 0) {
        if (store_open(&options, &store) != OK ||
            store_write(store, item_add, &(struct item){2, 1, NULL}) != OK)
            _exit(1);
        kill(getpid(), SIGKILL);
    }
    CHECK_INT(waitpid(pid, &status, 0), pid);
    CHECK_INT(WTERMSIG(status), SIGKILL);
    CHECK(check_file(arena_printf(check_mem(), "%s-wal", fixture_path())).n > 0);
}

static void a_log_that_was_left_goes_with_the_old_database(void)
{
    const char *copy = copy_and_go_on(), *why = NULL;

    leave_a_log();
    CHECK_OK(put_back(copy, in_room("kept.db"), &why));
    CHECK_INT(rows_of(fixture_path()), COPIED);
    CHECK_INT(rows_of(in_room("kept.db")), WRITTEN + 1);
}

static void a_damaged_database_is_replaced_and_kept_too(void)
{
    const char *copy = copy_and_go_on(), *why = NULL;

    leave_a_log();
    int fd = open(fixture_path(), O_WRONLY);
    CHECK_INT(pwrite(fd, "this is no database", 20, 0), 20);
    close(fd);
    CHECK_OK(put_back(copy, in_room("kept.db"), &why));
    CHECK_INT(rows_of(fixture_path()), COPIED);
    CHECK_STR((const char *)check_file(in_room("kept.db")).p, "this is no database");
    CHECK(check_file(in_room("kept.db")).n >= check_file(copy).n);
}

/* The database as it was before, for the next try. */
static void undo(const char *kept)
{
    const char *path = fixture_path();

    if (rows_of(path) == COPIED)
        CHECK_INT(rename(kept, path), 0);
    else if (check_file(kept).p)
        CHECK_INT(unlink(kept), 0);
}

/* At whatever moment: the old database or the new one, whole; and it can be done again. */
static void a_kill_leaves_one_or_the_other(void)
{
    const char *copy = copy_and_go_on(), *kept = in_room("kept.db"), *why = NULL;
    int status = 0;

    for (int i = 0; i < KILLS; i++) {
        pid_t pid = fork();
        if (pid == 0)
            _exit((int)put_back(copy, kept, &why));
        usleep((useconds_t)(i * LONGEST_US / KILLS));
        kill(pid, SIGKILL);
        CHECK_INT(waitpid(pid, &status, 0), pid);
        int64_t rows = rows_of(fixture_path());
        CHECK(rows == COPIED || rows == WRITTEN);
        undo(kept);
    }
    CHECK_OK(put_back(copy, kept, &why));
    CHECK_INT(rows_of(fixture_path()), COPIED);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_copy_takes_the_place_of_a_database_which_is_kept),
        CASE(it_is_looked_at_before),
        CASE(where_there_is_no_database_it_becomes_one),
        CASE(damage_is_found_and_the_database_stays),
        CASE(another_database_is_no_copy),
        CASE(nothing_is_replaced_under_somebody),
        CASE(who_comes_meanwhile_waits_and_finds_the_new_one),
        CASE(a_log_that_was_left_goes_with_the_old_database),
        CASE(a_damaged_database_is_replaced_and_kept_too),
        CASE(a_kill_leaves_one_or_the_other),
        {0},
    });
}
