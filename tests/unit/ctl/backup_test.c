/* backup_test - ostiaryctl backup and restore: what they refuse, and in which words.  Whole backups
 * of real services: tests/e2e/backup.test.mjs. */
#include "file.h"
#include "line.h"
#include "put_back.h"
#include "schema.h"
#include "text.h"
#include <stdio.h>
#include <unistd.h>

static const char *in_room(const char *name)
{
    return arena_printf(check_mem(), "%s/%s", check_dir(), name);
}

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");

    CHECK(f);
    CHECK(fputs(text, f) >= 0);
    CHECK_INT(fclose(f), 0);
}

/* The copy that a service of another release could have made, in a folder of its own. */
static const char *backup_of(const char *service, const char *batch, int oldest_reader)
{
    static const struct migration first = {.version = 1, .name = "first", .sqlite = "SELECT 1;"};
    const struct copy_mark mark = {service, batch, 1700000000000};
    struct store *store = NULL;
    struct bytes sum;
    int64_t size = 0;
    const char *path = NULL;

    CHECK_OK(store_open(&(struct store_options){.path = in_room("other/x.db"),
                                                .migrations = &first,
                                                .n_migrations = 1,
                                                .oldest_reader = oldest_reader,
                                                .readers = 1,
                                                .inline_writer = true},
                        &store));
    CHECK_OK(store_copy(store, &mark, check_mem(), &path));
    store_close(&store);
    CHECK_INT(rename(path, in_room("other/backup/usersvc.db")), 0);
    CHECK_OK(file_digest(in_room("other/backup/usersvc.db"), check_mem(), &sum, &size));
    write_file(in_room("other/backup/backup.json"),
               arena_printf(check_mem(),
                            "{\"batch\":\"monday\",\"release\":\"0\",\"copies\":[{\"service\":"
                            "\"usersvc\",\"path\":\"x\",\"taken_at\":1,\"size\":%lld,"
                            "\"sha256\":\"%s\"}]}",
                            (long long)size, text_hex(check_mem(), sum)));
    return in_room("other/backup");
}

static struct said restore(const char *from)
{
    return RUN(NULL, "", "restore", "--from", from, "--service", "usersvc");
}

static void a_copy_comes_into_its_place(void)
{
    struct said said = restore(backup_of("usersvc", "monday", 1));

    CHECK_STR(said.out, "{\"batch\":\"monday\",\"kept\":{}}\n");
    CHECK_HAS(said.err, "they end all sessions");
    CHECK_INT(said.status, CTL_OK);
    CHECK(check_file(in_room("default/usersvc.db")).p);
}

static void one_whose_schema_admits_newer_programs_only_is_refused(void)
{
    struct said said = restore(backup_of("usersvc", "monday", 99));

    CHECK_STR(said.err,
              arena_printf(check_mem(),
                           "ostiaryctl: CONFIG: usersvc.db has schema 1, which admits programs that"
                           " know schema 99; this release knows %d: a newer one is needed\n",
                           SCHEMA_usersvc));
    CHECK_INT(said.status, CTL_REFUSED);
    CHECK(!check_file(in_room("default/usersvc.db")).p);
}

static void one_of_another_service_or_batch_is_refused(void)
{
    struct said said = restore(backup_of("authsvc", "monday", 1));

    CHECK_STR(said.err,
              "ostiaryctl: CONFIG: usersvc.db is copy monday of authsvc, not copy monday\n");
    said = restore(backup_of("usersvc", "tuesday", 1));
    CHECK_STR(said.err,
              "ostiaryctl: CONFIG: usersvc.db is copy tuesday of usersvc, not copy monday\n");
    CHECK(!check_file(in_room("default/usersvc.db")).p);
}

static void a_folder_without_a_finished_backup_is_refused(void)
{
    struct said said = restore(in_room("nowhere"));

    CHECK_HAS(said.err, "NOT_FOUND: ");
    said = restore(check_dir());
    CHECK_HAS(said.err, "backup.json cannot be read: only a backup that was finished has it");
    CHECK_INT(said.status, CTL_REFUSED);
}

static void a_service_that_keeps_no_data_is_named(void)
{
    struct said said = RUN(NULL, "", "backup", "--service", "gateway");

    CHECK_STR(said.err, "ostiaryctl: backup: gateway is no service that keeps data\n");
    CHECK_INT(said.status, CTL_USAGE);
}

static void a_service_that_refuses_ends_the_backup(void)
{
    struct scribe scribe;
    const char *to = in_room("to");

    scribe_init(&scribe);
    struct said said = RUN(&scribe.rpc, "", "backup", "--to", to);
    CHECK_INT(said.status, CTL_REFUSED);
    CHECK_STR(scribe.service, "courier");
    CHECK_STR(scribe.method, "service.backup");
    CHECK_INT(scribe.asked, 1);
    CHECK(!check_file(in_room("to/backup.json")).p);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_copy_comes_into_its_place),
        CASE(one_whose_schema_admits_newer_programs_only_is_refused),
        CASE(one_of_another_service_or_batch_is_refused),
        CASE(a_folder_without_a_finished_backup_is_refused),
        CASE(a_service_that_keeps_no_data_is_named),
        CASE(a_service_that_refuses_ends_the_backup),
        {0},
    });
}
