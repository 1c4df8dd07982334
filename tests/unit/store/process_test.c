/* Several processes, one file. */
#include "fixture.h"
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST = 6, THREADS = 4 };

static const struct sql SQL_SHARE = {"share", "SELECT count(*) FROM item WHERE who = $1"};
static const struct sql SQL_HAS = {"has", "SELECT 1 FROM item WHERE who = $1 AND n = $2"};

/* Processes that start together: all wait until `go` is closed by the check, which has no store
 * open when it makes them (SQLite's connections must not be carried through fork). */
struct pack {
    int go[2], said[2]; /* pipes: the check speaks by closing go; what they say is read here */
    pid_t pids[MOST];
    int n;
};

/* A process of the pack does body(who), says what it has to say, and ends with the result. */
static void pack_start(struct pack *self, int n, enum err (*body)(int who, int say))
{
    char c;

    fixture_path(); /* makes the folder that all share */
    self->n = n;
    CHECK_INT(pipe(self->go), 0);
    CHECK_INT(pipe(self->said), 0);
    for (int who = 0; who < n; who++) {
        self->pids[who] = fork();
        if (self->pids[who] == 0) {
            close(self->go[1]);
            close(self->said[0]);
            _exit(read(self->go[0], &c, 1) == 0 ? (int)body(who, self->said[1]) : ERR_COUNT);
        }
    }
    close(self->go[0]);
    close(self->said[1]);
}

static void pack_go(struct pack *self)
{
    close(self->go[1]);
}

/* The worst way in which one ended; an enum err, or ERR_COUNT for a death. */
static int pack_wait(struct pack *self)
{
    int worst = OK;

    for (int who = 0; who < self->n; who++) {
        int status = 0;
        waitpid(self->pids[who], &status, 0);
        int end = WIFEXITED(status) ? WEXITSTATUS(status) : ERR_COUNT;
        worst = end > worst ? end : worst;
    }
    close(self->said[0]);
    return worst;
}

static enum err open_store(struct store **out)
{
    struct store_options options = fixture_options();

    return store_open(&options, out);
}

/* --- a fresh file --- */

static enum err open_and_add(int who, int say)
{
    struct store *store = NULL;

    (void)say;
    enum err e = open_store(&store);
    if (!e)
        e = store_write(store, item_add, &(struct item){who, 1, NULL});
    store_close(&store);
    return e;
}

static void six_processes_may_make_the_file_at_once(void)
{
    for (int round = 0; round < 30; round++) {
        struct pack pack;
        pack_start(&pack, 6, open_and_add);
        pack_go(&pack);
        CHECK_INT(pack_wait(&pack), OK);
        struct store *store = fixture_open();
        CHECK_INT(item_count(store), 6);
        store_close(&store);
        CHECK_INT(unlink(fixture_path()), 0);
    }
}

/* --- taking turns --- */

enum { ROWS = 3000 };

/* Writes rows until the file has so many. */
static enum err hammer(int who, int say)
{
    struct store *store = NULL;
    int64_t n = 0;

    (void)say;
    enum err e = open_store(&store);
    for (int64_t i = 0; !e && n < ROWS; i++) {
        e = store_write(store, item_add, &(struct item){who, i, NULL});
        if (!e)
            e = store_read(store, item_counted, &n);
    }
    store_close(&store);
    return e;
}

struct share {
    int64_t who, n;
};

static enum err read_share(struct db *db, void *arg)
{
    AUTO(stmt) st = {0};
    struct share *share = arg;

    enum err e = db_query(db, &st, &SQL_SHARE, "i", share->who);
    if (e || (e = db_row(&st)))
        return e;
    share->n = stmt_int(&st, 0);
    return OK;
}

static void hammered_by(int n)
{
    struct pack pack;

    pack_start(&pack, n, hammer);
    pack_go(&pack);
    CHECK_INT(pack_wait(&pack), OK);
    struct store *store = fixture_open();
    CHECK(item_count(store) >= ROWS && item_count(store) < ROWS + n);
    for (int who = 0; who < n; who++) {
        struct share share = {who, 0};
        CHECK_OK(store_read(store, read_share, &share));
        printf("# process %d of %d: %lld rows\n", who, n, (long long)share.n);
        CHECK(share.n >= ROWS / n / 4); /* nobody starves */
    }
    store_close(&store);
}

static void two_processes_take_turns(void)
{
    hammered_by(2);
}

static void three_processes_take_turns(void)
{
    hammered_by(3);
}

/* --- the log --- */

enum { BIG_ROWS = 3000 };

static enum err write_big(int who, int say)
{
    struct store *store = NULL;

    (void)who, (void)say;
    enum err e = open_store(&store);
    for (int i = 0; !e && i < BIG_ROWS; i++)
        e = store_write(store, page_add, NULL);
    store_close(&store);
    return e;
}

static void a_log_that_three_processes_write_does_not_keep_growing(void)
{
    struct pack pack;

    pack_start(&pack, 3, write_big);
    struct store *store = fixture_open(); /* so that none of them is the last one to close it */
    pack_go(&pack);
    CHECK_INT(pack_wait(&pack), OK);
    printf("# the log is %d pages long\n", fixture_log_pages());
    CHECK(fixture_log_pages() < 3 * BIG_ROWS);
    CHECK_INT(page_count(store), 3 * BIG_ROWS);
    store_close(&store);
}

/* --- kill -9 --- */

struct ack {
    int64_t who, n;
};

struct speaker {
    struct store *store;
    int64_t who;
    int say;
    enum err result;
    pthread_t thread;
};

/* Writes for ever, and says each row that was acknowledged. */
static void *write_and_say(void *arg)
{
    struct speaker *self = arg;

    for (struct item item = {.who = self->who}; !self->result; item.n++) {
        struct ack ack = {item.who, item.n};
        self->result = store_write(self->store, item_add, &item);
        if (!self->result && write(self->say, &ack, sizeof ack) != sizeof ack)
            self->result = ERR_INTERNAL;
    }
    return NULL;
}

static enum err write_until_killed(int who, int say)
{
    struct speaker speakers[THREADS];
    struct store *store = NULL;

    enum err e = open_store(&store);
    if (e)
        return e;
    for (int i = 0; i < THREADS; i++) {
        speakers[i] = (struct speaker){.store = store, .who = who * THREADS + i, .say = say};
        if (pthread_create(&speakers[i].thread, NULL, write_and_say, &speakers[i]) != 0)
            return ERR_INTERNAL;
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(speakers[i].thread, NULL);
    return ERR_INTERNAL;
}

struct acks {
    struct ack list[100000];
    size_t n;
};

/* Until process `who` has said so many more, or, if who < 0, nobody can say more. */
static void listen(const struct pack *pack, struct acks *acks, int who, int more)
{
    while (more > 0 && acks->n < ARRAY_LEN(acks->list)) {
        struct ack *ack = &acks->list[acks->n];
        ssize_t n = read(pack->said[0], ack, sizeof *ack);
        if (n == 0)
            break;
        CHECK_INT(n, sizeof *ack);
        acks->n++;
        more -= ack->who / THREADS == who;
    }
}

static enum err find_all(struct db *db, void *arg)
{
    const struct acks *acks = arg;
    enum err e = OK;

    for (size_t i = 0; !e && i < acks->n; i++) {
        AUTO(stmt) st = {0};
        e = db_query(db, &st, &SQL_HAS, "ii", acks->list[i].who, acks->list[i].n);
        if (!e)
            e = db_row(&st);
    }
    return e;
}

static void what_a_killed_process_acknowledged_is_there(void)
{
    struct acks *acks = arena_alloc(check_mem(), sizeof *acks);
    struct pack pack;

    pack_start(&pack, 2, write_until_killed);
    pack_go(&pack);
    listen(&pack, acks, 0, 300);
    CHECK_INT(kill(pack.pids[0], SIGKILL), 0);
    listen(&pack, acks, 1, 300); /* the other one goes on */
    CHECK_INT(kill(pack.pids[1], SIGKILL), 0);
    listen(&pack, acks, -1, 1);
    CHECK_INT(pack_wait(&pack), ERR_COUNT);
    struct store *store = fixture_open(); /* the turn is free */
    CHECK(acks->n >= 600);
    CHECK_OK(store_read(store, find_all, acks));
    CHECK_OK(store_write(store, item_add, &(struct item){99, 1, NULL}));
    store_close(&store);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(six_processes_may_make_the_file_at_once),
        CASE(two_processes_take_turns),
        CASE(three_processes_take_turns),
        CASE(a_log_that_three_processes_write_does_not_keep_growing),
        CASE(what_a_killed_process_acknowledged_is_there),
        {0},
    });
}
