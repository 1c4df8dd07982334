#include "arena.h"
#include "check.h"
#include "logfile.h"
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *path(const char *name)
{
    return arena_printf(check_mem(), "%s/%s", check_dir(), name);
}

static void say(int fd, const char *text)
{
    CHECK_INT(write(fd, text, strlen(text)), (ssize_t)strlen(text));
}

static const char *text_of(const char *name)
{
    struct bytes b = check_file(path(name));

    return arena_strndup(check_mem(), (const char *)b.p, b.n);
}

static void what_is_there_is_kept(void)
{
    int fd;

    CHECK_OK(logfile_open(path("a.log"), &fd));
    say(fd, "one\n");
    close(fd);
    CHECK_OK(logfile_open(path("a.log"), &fd));
    say(fd, "two\n");
    close(fd);
    CHECK_STR(text_of("a.log"), "one\ntwo\n");
}

static void only_its_owner_reads_it(void)
{
    struct stat st;
    int fd;

    CHECK_OK(logfile_open(path("a.log"), &fd));
    close(fd);
    CHECK_INT(stat(path("a.log"), &st), 0);
    CHECK_INT(st.st_mode & 0777, 0600);
}

static void up_to_the_limit_nothing_moves(void)
{
    int fd;

    CHECK_OK(logfile_open(path("a.log"), &fd));
    say(fd, "12345678");
    CHECK_OK(logfile_trim(path("a.log"), 8));
    CHECK_STR(text_of("a.log"), "12345678");
    CHECK_INT(access(path("a.log.1"), F_OK), -1);
    close(fd);
}

static void past_it_the_text_moves_and_the_writer_goes_on(void)
{
    int fd;

    CHECK_OK(logfile_open(path("a.log"), &fd));
    say(fd, "first, and long\n");
    CHECK_OK(logfile_trim(path("a.log"), 8));
    say(fd, "second\n");
    CHECK_STR(text_of("a.log.1"), "first, and long\n");
    CHECK_STR(text_of("a.log"), "second\n");
    say(fd, "third\n");
    CHECK_OK(logfile_trim(path("a.log"), 8));
    CHECK_STR(text_of("a.log.1"), "second\nthird\n");
    CHECK_STR(text_of("a.log"), "");
    close(fd);
}

static void a_missing_log_needs_no_trimming_and_a_link_is_not_followed(void)
{
    int fd;

    CHECK_OK(logfile_trim(path("none.log"), 0));
    CHECK_INT(symlink("/etc/hostname", path("link.log")), 0);
    CHECK_ERR(logfile_open(path("link.log"), &fd), ERR_STORAGE);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(what_is_there_is_kept),
        CASE(only_its_owner_reads_it),
        CASE(up_to_the_limit_nothing_moves),
        CASE(past_it_the_text_moves_and_the_writer_goes_on),
        CASE(a_missing_log_needs_no_trimming_and_a_link_is_not_followed),
        {0},
    });
}
