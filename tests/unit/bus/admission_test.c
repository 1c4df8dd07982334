/* admission_test.c - who gets in, and whose messages are heard. */
#include "clock.h"
#include "proof.h"
#include "replica.h"
#include "rig.h"
#include "seal.h"
#include "sock.h"
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PLACE "ipc://bus/usersvc.0.sock"

static struct keypair keys_of(const char *name)
{
    struct keypair pair;
    const char *why = NULL;

    CHECK_OK(keyring_own(name, check_mem(), &pair, &why));
    return pair;
}

/* What a connection with this pair comes to, within a second. */
static enum replica_event knock(const struct keypair *with)
{
    struct keypair server = keys_of("usersvc");
    void *zmq = zmq_ctx_new();
    struct replica *caller = replica_open(zmq, with, PLACE, server.public_key);
    enum replica_event event = REPLICA_QUIET;

    CHECK(caller);
    for (int i = 0; i < 50 && event == REPLICA_QUIET; i++) {
        rig_sleep(20);
        event = replica_next_event(caller);
    }
    replica_close(&caller);
    zmq_ctx_term(zmq);
    return event;
}

static void known_keys_get_in(void)
{
    struct common_config config;
    struct rig_server server;

    rig_folder();
    config = rig_config();
    rig_serve(&server, &config);
    struct keypair gateway = keys_of("gateway");
    CHECK_INT(knock(&gateway), REPLICA_CAME);
    rig_serve_end(&server);
}

static void an_unknown_key_is_refused(void)
{
    struct common_config config;
    struct rig_server server;
    struct keypair stranger;

    rig_folder();
    config = rig_config();
    rig_serve(&server, &config);
    CHECK_INT(zmq_curve_keypair(stranger.public_key, stranger.secret_key), 0);
    CHECK_INT(knock(&stranger), REPLICA_REFUSED);
    rig_serve_end(&server);
}

static void a_known_key_without_its_secret_half_is_refused(void)
{
    struct common_config config;
    struct rig_server server;
    struct keypair stranger;

    rig_folder();
    config = rig_config();
    rig_serve(&server, &config);
    CHECK_INT(zmq_curve_keypair(stranger.public_key, stranger.secret_key), 0);
    struct keypair admin = keys_of("admin");
    memcpy(stranger.public_key, admin.public_key, sizeof stranger.public_key);
    CHECK(knock(&stranger) != REPLICA_CAME);
    rig_serve_end(&server);
}

static void write_certificate(const char *path, const char *metadata, const struct keypair *pair)
{
    FILE *f = fopen(path, "w");

    CHECK(f);
    CHECK(fprintf(f, "%scurve\n    public-key = \"%s\"\n", metadata, pair->public_key) > 0);
    CHECK_INT(fclose(f), 0);
}

static void a_key_without_role_is_refused(void)
{
    struct common_config config;
    struct rig_server server;
    struct keypair pair;

    rig_folder();
    config = rig_config();
    CHECK_INT(zmq_curve_keypair(pair.public_key, pair.secret_key), 0);
    write_certificate("keys/public/nobody.cert", "", &pair);
    rig_serve(&server, &config);
    CHECK_INT(knock(&pair), REPLICA_REFUSED);
    write_certificate("keys/public/nobody.cert",
                      "metadata\n    role = \"admin\"\n    tenants = \"default\"\n", &pair);
    rig_sleep(1200); /* the folder is looked at every second */
    CHECK_INT(knock(&pair), REPLICA_CAME);
    rig_serve_end(&server);
}

static void without_curve_nobody_gets_in(void)
{
    struct common_config config;
    struct rig_server server;
    struct frames frames;
    struct bytes nothing = {(const uint8_t *)"\x80", 1};

    rig_folder();
    config = rig_config();
    rig_serve(&server, &config);
    void *zmq = zmq_ctx_new();
    void *dealer = zmq_socket(zmq, ZMQ_DEALER);
    void *monitor = sock_monitor(zmq, dealer);
    sock_linger(dealer, 0);
    CHECK_INT(zmq_connect(dealer, PLACE), 0);
    frames_fill(&frames, nothing, nothing);
    CHECK(frames_send(dealer, NULL, &frames)); /* queued; never carried */
    rig_sleep(300);
    CHECK(!sock_has(dealer, ZMQ_POLLIN));
    zmq_close(monitor);
    zmq_close(dealer);
    zmq_ctx_term(zmq);
    struct bus *admin = rig_caller("admin");
    CHECK_OK(rig_get(admin, "anybody", 3000, NULL));
    bus_close(&admin);
    rig_serve_end(&server);
}

static void a_key_taken_away_is_refused_on_its_live_connection(void)
{
    struct common_config config;
    struct rig_server server;

    rig_folder();
    config = rig_config();
    rig_serve(&server, &config);
    struct bus *admin = rig_caller("admin"), *tokensvc = rig_caller("tokensvc");
    CHECK_OK(rig_get(admin, "anybody", 3000, NULL));
    CHECK_OK(rig_get(tokensvc, "anybody", 3000, NULL));
    CHECK_INT(rename("keys/public/admin.cert", "keys/admin.cert"), 0);
    rig_sleep(1200);
    CHECK_ERR(rig_get(admin, "anybody", 3000, NULL), ERR_FORBIDDEN);
    CHECK_OK(rig_get(tokensvc, "anybody", 3000, NULL));
    CHECK_INT(rename("keys/admin.cert", "keys/public/admin.cert"), 0);
    rig_sleep(1200);
    CHECK_OK(rig_get(admin, "anybody", 3000, NULL));
    bus_close(&tokensvc);
    bus_close(&admin);
    rig_serve_end(&server);
}

static void a_role_taken_away_is_gone_on_the_live_connection(void)
{
    struct common_config config;
    struct rig_server server;
    struct keypair admin_keys;

    rig_folder();
    config = rig_config();
    rig_serve(&server, &config);
    struct bus *admin = rig_caller("admin");
    CHECK_OK(rig_get(admin, "anybody", 3000, NULL));
    admin_keys = keys_of("admin");
    write_certificate("keys/public/admin.cert",
                      "metadata\n    role = \"gateway\"\n    tenants = \"default\"\n", &admin_keys);
    rig_sleep(1200);
    CHECK_ERR(rig_get(admin, "anybody", 3000, NULL), ERR_FORBIDDEN);
    write_certificate("keys/public/admin.cert",
                      "metadata\n    role = \"admin\"\n    tenants = \"elsewhere\"\n", &admin_keys);
    rig_sleep(1200);
    CHECK_ERR(rig_get(admin, "anybody", 3000, NULL), ERR_FORBIDDEN);
    bus_close(&admin);
    rig_serve_end(&server);
}

/* -- the proof at the start -------------------------------------------------------------------- */

static void a_door_without_handler_is_found_out(void)
{
    rig_folder();
    CHECK_INT(mkdir("bus", 0700), 0);
    struct keypair own = keys_of("usersvc");
    void *zmq = zmq_ctx_new();
    void *router = sock_router(zmq, &own); /* and no zap_open */
    CHECK_INT(zmq_bind(router, PLACE), 0);
    CHECK_ERR(proof_of_admission(PLACE, &own), ERR_UNAVAILABLE);
    sock_close(&router);
    zmq_ctx_term(zmq);
}

static void a_service_whose_own_key_is_unknown_does_not_start(void)
{
    struct common_config config;
    struct service_host host = {.service = &rig_usersvc};
    struct bus *bus = NULL;

    rig_folder();
    config = rig_config();
    CHECK_INT(unlink("keys/public/usersvc.cert"), 0);
    CHECK_ERR(bus_open(&(struct bus_options){"usersvc", &config, &host}, &bus), ERR_UNAVAILABLE);
    CHECK(!bus);
}

static void without_a_private_key_there_is_no_bus(void)
{
    struct common_config config;
    struct bus *bus = NULL;

    rig_folder();
    config = rig_config();
    CHECK_ERR(bus_open(&(struct bus_options){"courier", &config, NULL}, &bus), ERR_CONFIG);
    CHECK_INT(chmod("keys/admin/bus.cert_secret", 0644), 0);
    CHECK_ERR(bus_open(&(struct bus_options){"admin", &config, NULL}, &bus), ERR_CONFIG);
    CHECK(!bus);
}

static void a_server_with_another_key_is_not_talked_to(void)
{
    struct common_config config;
    struct rig_server server;
    struct keypair other;

    rig_folder();
    config = rig_config();
    rig_serve(&server, &config);
    CHECK_INT(zmq_curve_keypair(other.public_key, other.secret_key), 0);
    write_certificate("keys/public/usersvc.cert",
                      "metadata\n    role = \"usersvc\"\n    tenants = \"default\"\n", &other);
    struct bus *admin = rig_caller("admin");
    CHECK_ERR(rig_get(admin, "anybody", 2000, NULL), ERR_UNAVAILABLE);
    bus_close(&admin);
    rig_serve_end(&server);
}

int main(int argc, char **argv)
{
    return rig_main(argc, argv,
                    (struct check[]){
                        CASE(known_keys_get_in),
                        CASE(an_unknown_key_is_refused),
                        CASE(a_known_key_without_its_secret_half_is_refused),
                        CASE(a_key_without_role_is_refused),
                        CASE(without_curve_nobody_gets_in),
                        CASE(a_key_taken_away_is_refused_on_its_live_connection),
                        CASE(a_role_taken_away_is_gone_on_the_live_connection),
                        CASE(a_door_without_handler_is_found_out),
                        CASE(a_service_whose_own_key_is_unknown_does_not_start),
                        CASE(without_a_private_key_there_is_no_bus),
                        CASE(a_server_with_another_key_is_not_talked_to),
                        {0},
                    });
}
