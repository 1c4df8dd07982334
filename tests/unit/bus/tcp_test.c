/* tcp_test.c - between machines: here all of them are 127.0.0.1. */
#include "resolver.h"
#include "rig.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* A port of this machine that nobody has just now. */
static const char *place(const char *host)
{
    struct sockaddr_in any = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t n = sizeof any;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    CHECK_INT(bind(fd, (const struct sockaddr *)&any, n), 0);
    CHECK_INT(getsockname(fd, (struct sockaddr *)&any, &n), 0);
    close(fd);
    return arena_printf(check_mem(), "%s:%d", host, ntohs(any.sin_port));
}

static struct bus *caller_to(const char *usersvc)
{
    struct common_config *config = ARENA_NEW(check_mem(), common_config);
    struct bus *bus = NULL;

    *config = rig_config();
    config->bus_usersvc = usersvc;
    CHECK_OK(bus_open(&(struct bus_options){.name = "admin", .config = config}, &bus));
    return bus;
}

static void calls_travel_over_tcp(void)
{
    struct common_config config;
    struct rig_server server;

    rig_folder();
    config = rig_config();
    config.bus_bind = place("127.0.0.1");
    rig_serve(&server, &config);
    struct bus *bus = caller_to(config.bus_bind);
    CHECK_OK(rig_get(bus, "anybody", 3000, NULL));
    CHECK_OK(rig_get(bus, "anybody", 3000, NULL));
    bus_close(&bus);
    rig_serve_end(&server);
}

static void a_name_stands_for_all_its_addresses(void)
{
    struct common_config config;
    struct rig_server server;

    rig_folder();
    config = rig_config();
    config.bus_bind = place("127.0.0.1");
    rig_serve(&server, &config);
    /* "localhost" may be ::1 as well, where nobody listens: that must not matter. */
    const char *port = strrchr(config.bus_bind, ':');
    struct bus *bus = caller_to(arena_printf(check_mem(), "localhost%s", port));
    for (int i = 0; i < 10; i++)
        CHECK_OK(rig_get(bus, "anybody", 3000, NULL));
    bus_close(&bus);
    rig_serve_end(&server);
}

static void an_unknown_key_is_refused_over_tcp_too(void)
{
    struct common_config config;
    struct rig_server server;

    rig_folder();
    config = rig_config();
    config.bus_bind = place("127.0.0.1");
    rig_serve(&server, &config);
    CHECK_INT(unlink("keys/public/admin.cert"), 0);
    rig_sleep(1200);
    struct bus *bus = caller_to(config.bus_bind);
    CHECK_ERR(rig_get(bus, "anybody", 2000, NULL), ERR_UNAVAILABLE);
    bus_close(&bus);
    rig_serve_end(&server);
}

static void a_place_that_is_taken_stops_the_start(void)
{
    struct common_config config;
    struct rig_server server;
    struct service_host host = {.service = &rig_usersvc};
    struct bus *bus = NULL;

    rig_folder();
    config = rig_config();
    config.bus_bind = place("127.0.0.1");
    rig_serve(&server, &config);
    CHECK_ERR(bus_open(&(struct bus_options){"usersvc", &config, &host}, &bus), ERR_UNAVAILABLE);
    config.bus_bind = "no such place";
    CHECK_ERR(bus_open(&(struct bus_options){"usersvc", &config, &host}, &bus), ERR_UNAVAILABLE);
    rig_serve_end(&server);
}

static void places_without_host_and_port_are_refused(void)
{
    static const char *const bad[] = {
        "", "host", ":7301", "host:", "::1:7301:", "::1:7", "[::1]x:7301"};

    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct resolver *resolver = NULL;
        CHECK_ERR(resolver_open(&bad[i], 1, &resolver), ERR_CONFIG);
        CHECK(!resolver);
    }
}

static void addresses_are_looked_up_in_the_background(void)
{
    const char *const places[] = {"127.0.0.1:7301", NULL, "[::1]:7302", "no-such-host.invalid:1"};
    struct addresses found = {NULL, 0};
    struct resolver *resolver = NULL;

    CHECK_OK(resolver_open(places, ARRAY_LEN(places), &resolver));
    for (int i = 0; i < 200 && found.n == 0; i++) {
        rig_sleep(10);
        resolver_addresses(resolver, 2, check_mem(), &found);
    }
    CHECK_INT(found.n, 1);
    CHECK_STR(found.v[0], "tcp://[::1]:7302");
    resolver_addresses(resolver, 0, check_mem(), &found);
    CHECK_INT(found.n, 1);
    CHECK_STR(found.v[0], "tcp://127.0.0.1:7301");
    resolver_addresses(resolver, 1, check_mem(), &found);
    CHECK_INT(found.n, 0);
    resolver_addresses(resolver, 3, check_mem(), &found);
    CHECK_INT(found.n, 0);
    resolver_close(&resolver);
    resolver_close(&resolver);
}

int main(int argc, char **argv)
{
    return rig_main(argc, argv,
                    (struct check[]){
                        CASE(calls_travel_over_tcp),
                        CASE(a_name_stands_for_all_its_addresses),
                        CASE(an_unknown_key_is_refused_over_tcp_too),
                        CASE(a_place_that_is_taken_stops_the_start),
                        CASE(places_without_host_and_port_are_refused),
                        CASE(addresses_are_looked_up_in_the_background),
                        {0},
                    });
}
