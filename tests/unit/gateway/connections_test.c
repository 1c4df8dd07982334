#include "check.h"
#include "connections.h"
#include <arpa/inet.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HELD = 5 };

static struct {
    int listener, port;
    int client[HELD], server[HELD];
} net;

static void open_net(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof at;

    net.listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK_INT(bind(net.listener, (struct sockaddr *)&at, sizeof at), 0);
    CHECK_INT(listen(net.listener, HELD), 0);
    CHECK_INT(getsockname(net.listener, (struct sockaddr *)&at, &n), 0);
    net.port = ntohs(at.sin_port);
    for (int i = 0; i < HELD; i++) {
        net.client[i] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        CHECK_INT(connect(net.client[i], (struct sockaddr *)&at, sizeof at), 0);
        net.server[i] = accept(net.listener, NULL, NULL);
    }
}

static void close_net(void)
{
    for (int i = 0; i < HELD; i++) {
        close(net.client[i]);
        close(net.server[i]);
    }
    close(net.listener);
}

static int open_ones(void)
{
    int open = 0;

    for (int i = 0; i < HELD; i++) {
        struct pollfd p = {.fd = net.client[i], .events = POLLIN};
        open += poll(&p, 1, 0) == 0;
    }
    return open;
}

static void what_is_beyond_the_bound_is_shut(void)
{
    open_net();
    CHECK_INT(connections_trim(&net.port, 1, HELD, NULL), 0);
    CHECK_INT(open_ones(), HELD);
    CHECK_INT(connections_trim(&net.port, 1, 3, NULL), 2);
    CHECK_INT(open_ones(), 3);
    CHECK_INT(connections_trim(&net.port, 1, 3, NULL), 2); /* until the server has closed them */
    CHECK_INT(open_ones(), 3);
    close_net();
}

static void other_ports_are_left_alone(void)
{
    open_net();
    int others[] = {net.port - 1, net.port + 1};
    CHECK_INT(connections_trim(others, ARRAY_LEN(others), 0, NULL), 0);
    CHECK_INT(open_ones(), HELD);
    close_net();
}

static void this_machine_is_not_counted(void)
{
    const struct proxies *none = NULL;
    const char *why = NULL;

    CHECK_OK(source_proxies(check_mem(), "", &none, &why));
    open_net();
    CHECK_INT(connections_trim(&net.port, 1, 0, none), 0);
    CHECK_INT(open_ones(), HELD);
    close_net();
}

static void a_watch_looks_by_itself_and_stops(void)
{
    open_net();
    struct connections_watch watch = {.ports = {net.port}, .n_ports = 1, .bound = 2};
    connections_watch_start(&watch);
    for (int i = 0; i < 100 && open_ones() != 2; i++)
        usleep(20 * 1000);
    CHECK_INT(open_ones(), 2);
    connections_watch_stop(&watch);
    connections_watch_stop(&watch);
    close_net();
}

int main(void)
{
    return check_run((struct check[]){
        CASE(what_is_beyond_the_bound_is_shut),
        CASE(other_ports_are_left_alone),
        CASE(this_machine_is_not_counted),
        CASE(a_watch_looks_by_itself_and_stops),
        {NULL, NULL},
    });
}
