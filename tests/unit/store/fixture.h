/*
 * fixture - a database for checks of common/store, and callers in threads.
 */
#ifndef STORE_FIXTURE_H
#define STORE_FIXTURE_H
#include "check.h"
#include "db.h"
#include "place.h"
#include <pthread.h>
#include <semaphore.h>

extern const struct migration fixture_migrations[]; /* first, second */

/* What log_error and the like were given since the last call, in check_mem. */
void fixture_catch_log(void); /* from now on, instead of printing */
const char *fixture_log(void);

const char *fixture_path(void);             /* in check_dir, in a folder that is not there yet */
struct store_options fixture_options(void); /* in a file, or where place.h says */

/* Of a message that is the driver's own: what is expected here. */
const char *fixture_says(const char *sqlite, const char *postgres);
void fixture_needs_file(void); /* else the case is skipped */

struct store *fixture_open(void);        /* a fresh file, with a thread that writes */
struct store *fixture_open_inline(void); /* the same, writing in the caller */

/* A unit that stays inside until it is let out: meanwhile others queue up. */
struct gate {
    sem_t entered, leave;
};
void gate_init(struct gate *self);
enum err gate_unit(struct db *db, void *gate);

/* A thread that calls store_write once. */
struct caller {
    struct store *store;
    enum err (*unit)(struct db *db, void *arg);
    void *arg;
    enum err result; /* after caller_wait */
    pthread_t thread;
};
void caller_start(struct caller *self, struct store *store,
                  enum err (*unit)(struct db *db, void *arg), void *arg);
enum err caller_wait(struct caller *self);

void fixture_wait_queued(struct store *store, int64_t n); /* until so many wait */

/* A row of `item`. */
struct item {
    int64_t who, n;
    const char *name;
};
enum err item_add(struct db *db, void *item);
enum err item_counted(struct db *db, void *arg); /* int64_t * */
int64_t item_count(struct store *store);         /* rows of the table */

/* A row of `value` that makes the log longer by two pages or three. */
enum err page_add(struct db *db, void *none);
enum err pages_counted(struct db *db, void *arg); /* int64_t * */
int64_t page_count(struct store *store);          /* rows of the table */
int fixture_log_pages(void); /* as long as the log ever was: its file is kept */

#endif
