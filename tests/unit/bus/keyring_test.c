#include "check.h"
#include "keyfile.h"
#include "keyring.h"
#include "secret.h"
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void make(const char *name, unsigned role)
{
    const char *why = NULL;

    CHECK_OK(keyring_make(name, role, "default", check_mem(), &why));
}

static struct keyring *ring_in_new_folder(void)
{
    struct keyring *ring = NULL;

    CHECK_OK(secret_init());
    CHECK_INT(chdir(check_dir()), 0);
    make("gateway", ROLE_GATEWAY);
    make("usersvc", ROLE_USERSVC);
    CHECK_OK(keyring_open(&ring));
    return ring;
}

static void write_text(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");

    CHECK(f);
    CHECK(fputs(text, f) >= 0);
    CHECK_INT(fclose(f), 0);
}

static unsigned mode_of(const char *path)
{
    struct stat st;

    CHECK_INT(stat(path, &st), 0);
    return st.st_mode & 07777;
}

static void a_key_stands_for_its_role(void)
{
    struct keyring *ring = ring_in_new_folder();
    struct keypair own;
    const char *why = NULL;

    CHECK_OK(keyring_own("usersvc", check_mem(), &own, &why));
    CHECK_STR(keyring_key_of(ring, "usersvc"), own.public_key);
    struct peer *peer = keyring_by_key(ring, own.public_key);
    CHECK(peer);
    CHECK_STR(peer->key, "usersvc");
    CHECK_INT(peer->role, ROLE_USERSVC);
    CHECK_STR(peer->tenants, "default");
    keyring_drop(peer);
    keyring_close(&ring);
}

static void private_files_are_private(void)
{
    struct keyring *ring = ring_in_new_folder();

    CHECK_INT(mode_of("keys/usersvc"), 0700);
    CHECK_INT(mode_of("keys/usersvc/bus.cert_secret"), 0600);
    CHECK(!memmem(check_file("keys/public/usersvc.cert").p,
                  check_file("keys/public/usersvc.cert").n, "secret-key", 10));
    keyring_close(&ring);
}

static void a_key_is_not_made_twice(void)
{
    struct keyring *ring = ring_in_new_folder();
    struct bytes before = check_file("keys/usersvc/bus.cert_secret");
    const char *why = NULL;

    CHECK_ERR(keyring_make("usersvc", ROLE_ADMIN, "default", check_mem(), &why), ERR_EXISTS);
    CHECK_HAS(why, "usersvc");
    CHECK_BYTES(check_file("keys/usersvc/bus.cert_secret"), before);
    keyring_close(&ring);
}

static void unknown_keys_stand_for_nothing(void)
{
    struct keyring *ring = ring_in_new_folder();

    CHECK(!keyring_by_key(ring, "0123456789012345678901234567890123456789"));
    CHECK(!keyring_by_key(ring, ""));
    CHECK_STR(keyring_key_of(ring, "courier"), NULL);
    keyring_close(&ring);
}

static void a_file_taken_away_is_a_key_taken_away(void)
{
    struct keyring *ring = ring_in_new_folder();
    const char *key = arena_strdup(check_mem(), keyring_key_of(ring, "gateway"));
    struct peer *held = keyring_by_key(ring, key);

    CHECK(!keyring_refresh(ring));
    CHECK_INT(unlink("keys/public/gateway.cert"), 0);
    CHECK(keyring_refresh(ring));
    CHECK(!keyring_by_key(ring, key));
    CHECK_STR(keyring_key_of(ring, "gateway"), NULL);
    CHECK(keyring_key_of(ring, "usersvc"));
    CHECK_STR(held->key, "gateway"); /* for a request that is being served */
    keyring_drop(held);
    keyring_close(&ring);
}

static void a_new_file_is_a_new_key(void)
{
    struct keyring *ring = ring_in_new_folder();

    make("admin", ROLE_ADMIN);
    CHECK(keyring_refresh(ring));
    CHECK(keyring_key_of(ring, "admin"));
    CHECK(!keyring_refresh(ring));
    keyring_close(&ring);
}

static void a_key_in_two_files_stands_for_nothing(void)
{
    struct keyring *ring = ring_in_new_folder();
    struct bytes cert = check_file("keys/public/gateway.cert");
    const char *key = arena_strdup(check_mem(), keyring_key_of(ring, "gateway"));

    write_text("keys/public/boss.cert", (const char *)cert.p);
    CHECK(keyring_refresh(ring));
    CHECK_STR(keyring_key_of(ring, "boss"), NULL);
    CHECK_STR(keyring_key_of(ring, "gateway"), NULL);
    CHECK(!keyring_by_key(ring, key));
    CHECK_INT(unlink("keys/public/boss.cert"), 0);
    CHECK(keyring_refresh(ring));
    CHECK_STR(keyring_key_of(ring, "gateway"), key);
    keyring_close(&ring);
}

/* What may stand in a certificate, and whether the key is known then. */
static const struct {
    const char *text;
    bool known;
} certificates[] = {
    {"metadata\n    role = \"admin\"\n    tenants = \"default other\"\ncurve\n"
     "    public-key = \"ekJ(oON]JB(O$6oXYl2vHM^kDU$ZHoS)J3.rjm>U\"\n",
     true},
    {"metadata\n    role = \"root\"\n    tenants = \"default\"\ncurve\n"
     "    public-key = \"ekJ(oON]JB(O$6oXYl2vHM^kDU$ZHoS)J3.rjm>U\"\n",
     false},
    {"metadata\n    tenants = \"default\"\ncurve\n"
     "    public-key = \"ekJ(oON]JB(O$6oXYl2vHM^kDU$ZHoS)J3.rjm>U\"\n",
     false},
    {"metadata\n    role = \"admin\"\ncurve\n"
     "    public-key = \"ekJ(oON]JB(O$6oXYl2vHM^kDU$ZHoS)J3.rjm>U\"\n",
     false},
    {"metadata\n    role = \"admin\"\n    tenants = \"default\"\ncurve\n"
     "    public-key = \"too short\"\n",
     false},
    {"metadata\n    role = \"admin\"\n    tenants = \"default\"\n", false},
    {"   not zconfig at all\n", false},
    {"", false},
};

static void only_whole_certificates_are_trusted(void)
{
    struct keyring *ring = ring_in_new_folder();

    for (size_t i = 0; i < ARRAY_LEN(certificates); i++) {
        unlink("keys/public/odd.cert");
        write_text("keys/public/odd.cert", certificates[i].text);
        CHECK(keyring_refresh(ring));
        CHECK_INT(keyring_key_of(ring, "odd") != NULL, certificates[i].known);
        CHECK(keyring_key_of(ring, "usersvc"));
    }
    keyring_close(&ring);
}

static void a_folder_that_is_gone_is_nobody_known(void)
{
    struct keyring *ring = ring_in_new_folder();

    CHECK_INT(rename("keys/public", "keys/elsewhere"), 0);
    CHECK(keyring_refresh(ring));
    CHECK_STR(keyring_key_of(ring, "usersvc"), NULL);
    keyring_close(&ring);
    CHECK_ERR(keyring_open(&ring), ERR_CONFIG);
}

static void a_private_key_that_others_can_read_is_refused(void)
{
    struct keyring *ring = ring_in_new_folder();
    struct keypair own;
    const char *why = NULL;

    CHECK_INT(chmod("keys/usersvc/bus.cert_secret", 0640), 0);
    CHECK_ERR(keyring_own("usersvc", check_mem(), &own, &why), ERR_CONFIG);
    CHECK_HAS(why, "keys/usersvc/bus.cert_secret");
    CHECK_HAS(why, "0640");
    keyring_close(&ring);
}

static void halves_of_two_pairs_are_refused(void)
{
    struct keyring *ring = ring_in_new_folder();
    struct bytes mine = check_file("keys/usersvc/bus.cert_secret");
    struct keypair own, other;
    const char *why = NULL;

    CHECK_OK(keyring_own("usersvc", check_mem(), &own, &why));
    CHECK_OK(keyring_own("gateway", check_mem(), &other, &why));
    char *text = arena_strdup(check_mem(), (const char *)mine.p);
    memcpy(strstr(text, own.public_key), other.public_key, KEYRING_Z85_LEN);
    write_text("keys/usersvc/bus.cert_secret", text);
    CHECK_ERR(keyring_own("usersvc", check_mem(), &own, &why), ERR_CONFIG);
    CHECK_HAS(why, "no pair");
    keyring_close(&ring);
}

static void raw_keys_are_written_once_and_read_whole(void)
{
    const char *path = arena_printf(check_mem(), "%s/kek", check_dir());
    struct bytes key = {(const uint8_t *)"0123456789abcdef0123456789abcdef", 32}, out;
    const char *why = NULL;

    CHECK_ERR(keyfile_read(path, KEYFILE_PRIVATE, 32, check_mem(), &out, &why), ERR_NOT_FOUND);
    CHECK_OK(keyfile_write(path, KEYFILE_PRIVATE, key, check_mem(), &why));
    CHECK_INT(mode_of(path), 0600);
    CHECK_ERR(keyfile_write(path, KEYFILE_PRIVATE, key, check_mem(), &why), ERR_EXISTS);
    CHECK_OK(keyfile_read(path, KEYFILE_PRIVATE, 32, check_mem(), &out, &why));
    CHECK_BYTES(out, key);
    CHECK_ERR(keyfile_read(path, KEYFILE_PRIVATE, 31, check_mem(), &out, &why), ERR_CONFIG);
    CHECK_ERR(keyfile_read(path, KEYFILE_PRIVATE, 33, check_mem(), &out, &why), ERR_CONFIG);
    CHECK_INT(chmod(path, 0604), 0);
    CHECK_ERR(keyfile_read(path, KEYFILE_PRIVATE, 32, check_mem(), &out, &why), ERR_CONFIG);
    CHECK_HAS(why, "0604");
    CHECK_OK(keyfile_read(path, KEYFILE_PUBLIC, 32, check_mem(), &out, &why));
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_key_stands_for_its_role),
        CASE(private_files_are_private),
        CASE(a_key_is_not_made_twice),
        CASE(unknown_keys_stand_for_nothing),
        CASE(a_file_taken_away_is_a_key_taken_away),
        CASE(a_new_file_is_a_new_key),
        CASE(a_key_in_two_files_stands_for_nothing),
        CASE(only_whole_certificates_are_trusted),
        CASE(a_folder_that_is_gone_is_nobody_known),
        CASE(a_private_key_that_others_can_read_is_refused),
        CASE(halves_of_two_pairs_are_refused),
        CASE(raw_keys_are_written_once_and_read_whole),
        {0},
    });
}
