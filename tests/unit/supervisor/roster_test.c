#include "check.h"
#include "roster.h"
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const char *folder(void)
{
    mkdir(arena_printf(check_mem(), "%s/run", check_dir()), 0700);
    return check_dir();
}

static void put(const char *text)
{
    FILE *f = fopen(arena_printf(check_mem(), "%s/run/state", folder()), "w");

    CHECK(f != NULL);
    fputs(text, f);
    fclose(f);
}

static const char *this_boot(void)
{
    FILE *f = fopen("/proc/sys/kernel/random/boot_id", "r");
    char id[64] = "";

    CHECK(f && fgets(id, sizeof id, f));
    fclose(f);
    return arena_strdup(check_mem(), id); /* ends in a line feed */
}

static void what_is_written_is_read(void)
{
    struct member members[] = {{"supervisor", {41, 1000}}, {"tokensvc", {42, 1001}}};

    CHECK_OK(roster_write(folder(), &(struct roster){members, ARRAY_LEN(members)}));
    struct roster r = roster_read(check_mem(), folder());
    CHECK_INT(r.n, 2);
    CHECK_STR(r.members[0].name, "supervisor");
    CHECK_INT(r.members[0].who.pid, 41);
    CHECK_INT(r.members[0].who.started, 1000);
    CHECK_STR(r.members[1].name, "tokensvc");
    CHECK_INT(r.members[1].who.started, 1001);
}

static void who_does_not_run_is_left_out(void)
{
    struct member members[] = {{"supervisor", {41, 1000}}, {"tokensvc", {0, 0}}};

    CHECK_OK(roster_write(folder(), &(struct roster){members, ARRAY_LEN(members)}));
    CHECK_INT(roster_read(check_mem(), folder()).n, 1);
}

static void no_file_is_an_empty_roster(void)
{
    CHECK_INT(roster_read(check_mem(), check_dir()).n, 0);
}

static void another_boot_counts_for_nothing(void)
{
    put("boot 00000000-0000-0000-0000-000000000000\nsupervisor 41 1000\n");
    CHECK_INT(roster_read(check_mem(), folder()).n, 0);
}

static void a_line_that_does_not_parse_spoils_the_whole(void)
{
    static const char *const bad[] = {"tokensvc",     "tokensvc x 1", "tokensvc 42",
                                      "tokensvc 1 7", "tokensvc 0 7", "tokensvc -42 7"};

    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        put(arena_printf(check_mem(), "boot %ssupervisor 41 1000\n%s\n", this_boot(), bad[i]));
        CHECK_INT(roster_read(check_mem(), folder()).n, 0);
    }
    put(arena_printf(check_mem(), "boot %ssupervisor 41 1000\n", this_boot()));
    CHECK_INT(roster_read(check_mem(), folder()).n, 1);
}

static void a_folder_that_is_not_there_is_an_error(void)
{
    const char *nowhere = arena_printf(check_mem(), "%s/none", check_dir());

    CHECK_ERR(roster_write(nowhere, &(struct roster){0}), ERR_STORAGE);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(what_is_written_is_read),
        CASE(who_does_not_run_is_left_out),
        CASE(no_file_is_an_empty_roster),
        CASE(another_boot_counts_for_nothing),
        CASE(a_line_that_does_not_parse_spoils_the_whole),
        CASE(a_folder_that_is_not_there_is_an_error),
        {0},
    });
}
