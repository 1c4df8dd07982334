#include "arena.h"
#include "check.h"
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static struct arena mem;

static void start(size_t limit)
{
    arena_done(&mem);
    arena_init(&mem, limit);
}

static bool all_zero(const void *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (((const uint8_t *)p)[i] != 0)
            return false;
    }
    return true;
}

/* True when doing it ends the process by abort(). */
static bool aborts(void (*act)(void))
{
    int status = 0;

    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
        close(STDERR_FILENO);
        act();
        _exit(0);
    }
    CHECK(waitpid(pid, &status, 0) == pid);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void memory_is_zeroed_and_aligned(void)
{
    start(ARENA_LIMIT);
    for (size_t n = 0; n < 3000; n += 7) {
        uint8_t *p = arena_alloc(&mem, n);
        CHECK_INT((uintptr_t)p % _Alignof(max_align_t), 0);
        CHECK(all_zero(p, n));
        memset(p, 0xa5, n);
    }
}

static void pieces_do_not_overlap(void)
{
    enum { COUNT = 400, SIZE = 100 };
    uint8_t *pieces[COUNT];

    start(ARENA_LIMIT);
    for (int i = 0; i < COUNT; i++) {
        pieces[i] = arena_alloc(&mem, SIZE);
        memset(pieces[i], i, SIZE);
    }
    for (int i = 0; i < COUNT; i++)
        CHECK(pieces[i][0] == (uint8_t)i && pieces[i][SIZE - 1] == (uint8_t)i);
}

static void resetting_wipes_and_keeps_one_chunk(void)
{
    start(ARENA_LIMIT);
    char *secret = arena_strdup(&mem, "correct horse battery staple");
    arena_alloc(&mem, 50000); /* a chunk of its own */
    CHECK(mem.total > 50000);
    arena_reset(&mem);
    CHECK(mem.total < 50000);
    CHECK(all_zero(secret, 28)); /* it was in the chunk that is kept */
    CHECK(arena_alloc(&mem, 1) == secret);
}

static void resetting_what_was_never_used_is_fine(void)
{
    start(ARENA_LIMIT);
    arena_reset(&mem);
    CHECK_INT(mem.total, 0);
    arena_done(&mem);
    arena_done(&mem);
}

static void an_arena_may_be_filled_to_its_limit(void)
{
    start(100000);
    arena_alloc(&mem, 60000);
    for (int i = 0; i < 100; i++)
        arena_alloc(&mem, 256);
    CHECK(mem.total <= 100000);
}

static void outgrow(void)
{
    start(20000);
    arena_alloc(&mem, 10000);
    arena_alloc(&mem, 10001);
}

static void ask_for_too_much_at_once(void)
{
    start(20000);
    arena_alloc(&mem, 20001);
}

static void overflow_an_array(void)
{
    start(20000);
    arena_array(&mem, SIZE_MAX / 2, 3);
}

static void outgrowing_the_limit_aborts(void)
{
    CHECK(aborts(outgrow));
    CHECK(aborts(ask_for_too_much_at_once));
    CHECK(aborts(overflow_an_array));
}

static void copies_are_copies(void)
{
    char text[] = "abc";

    start(ARENA_LIMIT);
    char *copy = arena_strdup(&mem, text), *part = arena_strndup(&mem, text, 2);
    struct bytes bytes = arena_bytes(&mem, text, 3), none = arena_bytes(&mem, NULL, 0);
    text[0] = 'x';
    CHECK_STR(copy, "abc");
    CHECK_STR(part, "ab");
    CHECK_BYTES(bytes, bytes_of("abc"));
    CHECK(none.p && none.n == 0); /* empty is not absent */
    CHECK_STR(arena_strndup(&mem, NULL, 0), "");
    CHECK_STR(arena_strdup(&mem, NULL), NULL);
}

static void printing_takes_what_it_needs(void)
{
    start(ARENA_LIMIT);
    CHECK_STR(arena_printf(&mem, "%s=%d", "a", 7), "a=7");
    CHECK_STR(arena_printf(&mem, "%s", ""), "");
    CHECK_INT(strlen(arena_printf(&mem, "%20000d", 1)), 20000);
}

int main(void)
{
    int result = check_run((struct check[]){
        CASE(memory_is_zeroed_and_aligned),
        CASE(pieces_do_not_overlap),
        CASE(resetting_wipes_and_keeps_one_chunk),
        CASE(resetting_what_was_never_used_is_fine),
        CASE(an_arena_may_be_filled_to_its_limit),
        CASE(outgrowing_the_limit_aborts),
        CASE(copies_are_copies),
        CASE(printing_takes_what_it_needs),
        {0},
    });
    arena_done(&mem);
    return result;
}
