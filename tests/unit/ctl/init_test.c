/* init_test - an installation is made, completed, and never overwritten. */
#include "actor.h"
#include "common_config.h"
#include "json.h"
#include "keyfile.h"
#include "keyring.h"
#include "line.h"
#include "program.h"
#include "secret.h"
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char ISSUER[] = "http://localhost:8080";

static const char *in_dir(const char *path)
{
    return arena_printf(check_mem(), "%s/new/%s", check_dir(), path);
}

static struct said init(const char *issuer)
{
    return RUN(NULL, "", "--data", in_dir(""), "init", "--issuer", issuer);
}

static void made(void)
{
    struct said said = init(ISSUER);

    CHECK_STR(said.err, "");
    CHECK_INT(said.status, CTL_OK);
}

static unsigned mode_of(const char *path)
{
    struct stat st;

    CHECK(stat(in_dir(path), &st) == 0);
    return st.st_mode & 07777;
}

static const char *const FOLDERS[] = {
    "",    "bus",        "default",      "keys",         "keys/public",   "log",
    "run", "keys/admin", "keys/gateway", "keys/authsvc", "keys/tokensvc", "keys/usersvc"};
static const char *const SECRETS[] = {"keys/gateway/bus.cert_secret",
                                      "keys/tokensvc/bus.cert_secret",
                                      "keys/authsvc/bus.cert_secret",
                                      "keys/usersvc/bus.cert_secret",
                                      "keys/courier/bus.cert_secret",
                                      "keys/admin/bus.cert_secret",
                                      "keys/tokensvc/kek",
                                      "keys/authsvc/kek",
                                      "keys/usersvc/kek",
                                      "keys/courier/kek",
                                      "keys/authsvc/actor.secret"};
static const char *const PUBLICS[] = {"keys/public/gateway.cert", "keys/public/tokensvc.cert",
                                      "keys/public/authsvc.cert", "keys/public/usersvc.cert",
                                      "keys/public/courier.cert", "keys/public/admin.cert",
                                      "keys/public/actor.pub",    "ostiary.conf"};

static void nobody_else_can_read_what_is_secret(void)
{
    umask(0);
    made();
    umask(022);
    for (size_t i = 0; i < ARRAY_LEN(FOLDERS); i++)
        CHECK_INT(mode_of(FOLDERS[i]), 0700);
    for (size_t i = 0; i < ARRAY_LEN(SECRETS); i++)
        CHECK_INT(mode_of(SECRETS[i]), 0600);
    for (size_t i = 0; i < ARRAY_LEN(PUBLICS); i++)
        CHECK_INT(mode_of(PUBLICS[i]) & 022, 0);
}

static int n_files;
static int count_file(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
    (void)path, (void)st, (void)ftw;
    n_files += kind == FTW_F;
    return 0;
}

static void there_is_nothing_but_what_is_listed(void)
{
    made();
    n_files = 0;
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    CHECK(nftw(in_dir(""), count_file, 16, FTW_PHYS) == 0);
    CHECK_INT(n_files, ARRAY_LEN(SECRETS) + ARRAY_LEN(PUBLICS));
}

static void keys_open_what_they_are_for(void)
{
    static const struct {
        const char *name;
        enum role role;
    } keys[] = {{"gateway", ROLE_GATEWAY},
                {"tokensvc", ROLE_TOKENSVC},
                {"authsvc", ROLE_AUTHSVC},
                {"usersvc", ROLE_USERSVC},
                {"admin", ROLE_ADMIN}};
    struct keyring *ring = NULL;
    struct arena *mem = check_mem();
    struct bytes public_key, secret_key, ticket, one, other;
    struct actor actor = {.person = "p", .sid = "s", .auth_time = 1, .expires_at = 1000}, found;
    const char *why = NULL;

    made(); /* the working folder is the installation now */
    CHECK_OK(keyring_open(&ring));
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        const char *z85 = keyring_key_of(ring, keys[i].name);
        CHECK(z85 != NULL);
        struct peer *peer = keyring_by_key(ring, z85);
        CHECK(peer != NULL);
        CHECK_INT(peer->role, keys[i].role);
        CHECK_STR(peer->tenants, "default");
        keyring_drop(peer);
    }
    keyring_close(&ring);

    CHECK_OK(keyfile_read("keys/public/actor.pub", KEYFILE_PUBLIC, ACTOR_PUBLIC_LEN, mem,
                          &public_key, &why));
    CHECK_OK(keyfile_read("keys/authsvc/actor.secret", KEYFILE_PRIVATE, ACTOR_SECRET_LEN, mem,
                          &secret_key, &why));
    CHECK_OK(actor_mint(mem, secret_key, &actor, &ticket));
    CHECK_OK(actor_check(mem, public_key, ticket, 500, &found));
    CHECK_OK(keyfile_read("keys/usersvc/kek", KEYFILE_PRIVATE, SECRET_KEY_LEN, mem, &one, &why));
    CHECK_OK(keyfile_read("keys/authsvc/kek", KEYFILE_PRIVATE, SECRET_KEY_LEN, mem, &other, &why));
    CHECK(!bytes_equal(one, other));
}

static struct bytes all_of(const char *const *paths, size_t n)
{
    struct buf out;

    buf_init(&out, check_mem(), 4096);
    for (size_t i = 0; i < n; i++) {
        struct bytes file = check_file(in_dir(paths[i]));
        CHECK(file.n > 0);
        buf_add(&out, file.p, file.n);
    }
    return buf_bytes(&out);
}

/* How many elements an array of the answer has. */
static size_t listed(struct said said, const char *name)
{
    json_t *tree = NULL;
    const char *why = NULL;

    CHECK_OK(json_read(check_mem(), said.out, strlen(said.out), &tree, &why));
    size_t n = json_array_size(json_object_get(tree, name));
    json_decref(tree);
    return n;
}

static void doing_it_again_changes_nothing(void)
{
    made();
    struct bytes secrets = all_of(SECRETS, ARRAY_LEN(SECRETS));
    struct bytes publics = all_of(PUBLICS, ARRAY_LEN(PUBLICS));
    struct said again = init(ISSUER);
    CHECK_INT(again.status, CTL_OK);
    CHECK_INT(listed(again, "made"), 0);
    CHECK(listed(again, "kept") >= ARRAY_LEN(SECRETS));
    CHECK_BYTES(all_of(SECRETS, ARRAY_LEN(SECRETS)), secrets);
    CHECK_BYTES(all_of(PUBLICS, ARRAY_LEN(PUBLICS)), publics);
}

static void remove_in_dir(const char *path)
{
    CHECK(remove(in_dir(path)) == 0);
}

static void what_is_missing_is_completed(void)
{
    made();
    struct bytes actor = check_file(in_dir("keys/public/actor.pub"));
    remove_in_dir("ostiary.conf");
    remove_in_dir("log");
    remove_in_dir("keys/usersvc/kek");
    remove_in_dir("keys/public/actor.pub");
    remove_in_dir("keys/public/admin.cert");
    remove_in_dir("keys/admin/bus.cert_secret");
    remove_in_dir("keys/admin");
    struct said again = init(ISSUER);
    CHECK_STR(again.err, "");
    CHECK_INT(listed(again, "made"), 5);
    CHECK_HAS(again.out, "\"keys/admin/bus.cert_secret\"");
    CHECK_BYTES(check_file(in_dir("keys/public/actor.pub")), actor);
    CHECK_INT(mode_of("keys/usersvc/kek"), 0600);
    CHECK_INT(mode_of("log"), 0700);
}

static void a_key_that_was_withdrawn_does_not_come_back(void)
{
    static const struct {
        const char *gone, *left;
    } halves[] = {{"keys/public/admin.cert", "keys/admin/bus.cert_secret"},
                  {"keys/admin/bus.cert_secret", "keys/public/admin.cert"},
                  {"keys/authsvc/actor.secret", "keys/public/actor.pub"}};

    made();
    for (size_t i = 0; i < ARRAY_LEN(halves); i++) {
        const char *aside = in_dir("aside");
        CHECK(rename(in_dir(halves[i].gone), aside) == 0);
        struct said again = init(ISSUER);
        CHECK_INT(again.status, CTL_REFUSED);
        CHECK_HAS(again.err, arena_printf(check_mem(), "ostiaryctl: CONFIG: %s is there without %s",
                                          halves[i].left, halves[i].gone));
        CHECK_STR(again.out, "");
        CHECK(access(in_dir(halves[i].gone), F_OK) != 0 && errno == ENOENT);
        CHECK(rename(aside, in_dir(halves[i].gone)) == 0);
    }
    made();
}

static void settings_are_those_of_the_line(void)
{
    static const struct {
        const char *issuer, *port, *listen;
    } cases[] = {
        {"http://localhost:8123", NULL, "listen = \"127.0.0.1:8123\""},
        {"http://127.0.0.1", NULL, "listen = \"127.0.0.1:80\""},
        {"http://[::1]:9000", NULL, "listen = \"[::1]:9000\""},
        {"https://id.example.org", NULL, "listen = \"127.0.0.1:8080\""},
        {"https://id.example.org:8443", "9001", "listen = \"127.0.0.1:9001\""},
        {"http://localhost:8123", "9002", "listen = \"127.0.0.1:9002\""},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct common_config config;
        const char *why = NULL;
        const char *dir = arena_printf(check_mem(), "%s/%zu", check_dir(), i);
        struct said said = RUN(NULL, "", "init", "--data", dir, "--issuer", cases[i].issuer,
                               cases[i].port ? "--port" : NULL, cases[i].port);
        CHECK_STR(said.err, "");
        CHECK_OK(config_load(common_config_table, PROGRAM_CONFIG_FILE, check_mem(), &config, &why));
        CHECK_STR(config.ostiary_issuer, cases[i].issuer);
        CHECK_HAS((const char *)check_file(PROGRAM_CONFIG_FILE).p, cases[i].listen);
    }
}

static void an_installation_keeps_its_issuer(void)
{
    made();
    struct bytes conf = check_file(in_dir("ostiary.conf"));
    struct said said = init("https://id.example.org");
    CHECK_INT(said.status, CTL_REFUSED);
    CHECK_HAS(said.err, "ostiaryctl: EXISTS: ");
    CHECK_HAS(said.err, "is the installation of http://localhost:8080\n");
    CHECK_BYTES(check_file(in_dir("ostiary.conf")), conf);
}

static void what_cannot_be_an_issuer_makes_nothing(void)
{
    static const char *const bad[] = {
        "",
        "localhost",
        "ftp://localhost",
        "http://example.org",
        "https://",
        "https://id.example.org/",
        "https://id.example.org/path",
        "https://user@id.example.org",
        "https://id.example.org?x",
        "https://id.example.org#x",
        "https://id.example.org:0",
        "https://id.example.org:99999",
        "https://id example.org",
        "https://id.example.org\"\n",
    };

    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct said said = init(bad[i]);
        CHECK_INT(said.status, CTL_USAGE);
        CHECK_HAS(said.err, "ostiaryctl: init: ");
        CHECK(access(in_dir(""), F_OK) != 0);
    }
}

static void a_folder_that_cannot_be_made_is_named(void)
{
    struct said said = RUN(NULL, "", "--data", "/proc/nowhere/at/all", "init", "--issuer", ISSUER);

    CHECK_INT(said.status, CTL_REFUSED);
    CHECK_HAS(said.err, "ostiaryctl: STORAGE: /proc/nowhere/at/all: ");
}

static void no_installation_is_not_an_unreachable_one(void)
{
    struct said said = RUN(NULL, "", "--data", "/proc/nowhere", "user", "list");

    CHECK_INT(said.status, CTL_REFUSED);
    CHECK_HAS(said.err, "/proc/nowhere");
}

int main(void)
{
    return check_run((struct check[]){
        CASE(nobody_else_can_read_what_is_secret),
        CASE(there_is_nothing_but_what_is_listed),
        CASE(keys_open_what_they_are_for),
        CASE(doing_it_again_changes_nothing),
        CASE(what_is_missing_is_completed),
        CASE(a_key_that_was_withdrawn_does_not_come_back),
        CASE(settings_are_those_of_the_line),
        CASE(an_installation_keeps_its_issuer),
        CASE(what_cannot_be_an_issuer_makes_nothing),
        CASE(a_folder_that_cannot_be_made_is_named),
        CASE(no_installation_is_not_an_unreachable_one),
        {0},
    });
}
