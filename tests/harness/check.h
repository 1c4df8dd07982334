/*
 * check - assertions that print both values, and a runner that prints TAP.
 *
 *   static void empty_set_is_within_all(void) { CHECK(words_within("", "a")); }
 *   int main(void) { return check_run((struct check[]){ CASE(empty_set_is_within_all), {0} }); }
 *
 * A failed assertion ends its case and the next one runs.  check_skip ends the
 * case as skipped.  Names of cases are sentences.  Asserting is for the thread
 * that runs the case; other threads hand their results back.
 */
#ifndef HARNESS_CHECK_H
#define HARNESS_CHECK_H
#include "base.h"

struct check {
    const char *name;
    void (*run)(void);
};
#define CASE(f)                                                                                    \
    {                                                                                              \
#f, f                                                                                      \
    }

int check_run(const struct check *cases); /* for main to return; ends at a NULL name */

#define CHECK(cond) ((cond) ? (void)0 : check_failed(__FILE__, __LINE__, "%s", #cond))
#define CHECK_INT(a, b) check_int(__FILE__, __LINE__, #a, (int64_t)(a), (int64_t)(b))
#define CHECK_STR(a, b) check_str(__FILE__, __LINE__, #a, (a), (b))
#define CHECK_ERR(a, b) check_err(__FILE__, __LINE__, #a, (a), (b)) /* two enum err */
#define CHECK_OK(a) CHECK_ERR(a, OK)
#define CHECK_BYTES(a, b) check_bytes(__FILE__, __LINE__, #a, (a), (b))
#define CHECK_HAS(text, part) check_has(__FILE__, __LINE__, #text, (text), (part)) /* substring */

_Noreturn void check_failed(const char *file, int line, const char *fmt, ...) PRINTF_LIKE(3, 4);
_Noreturn void check_skip(const char *why);
void check_int(const char *file, int line, const char *what, int64_t is, int64_t want);
void check_str(const char *file, int line, const char *what, const char *is, const char *want);
void check_err(const char *file, int line, const char *what, enum err is, enum err want);
void check_bytes(const char *file, int line, const char *what, struct bytes is, struct bytes want);
void check_has(const char *file, int line, const char *what, const char *text, const char *part);

/* An arena for the whole case, wiped after it. */
struct arena *check_mem(void);

/* A folder of the case's own, removed after it; in memory-backed storage if that has room.
 * Programs may not run from there. */
const char *check_dir(void);

/* Runs once, after the case, whatever became of it; one at a time. */
void check_after(void (*undo)(void));

/* A whole file, in check_mem; absent bytes when there is none. */
struct bytes check_file(const char *path);

#endif
