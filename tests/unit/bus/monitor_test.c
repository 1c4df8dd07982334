/* monitor_test - an end of watching while there is something to see. */
#include "check.h"
#include "clock.h"
#include "sock.h"
#include <unistd.h>
#include <zmq.h>

enum { ROUNDS = 400, WITHIN_MS = 5000 };

static void *plain(void *zmq, int type)
{
    void *socket = zmq_socket(zmq, type);
    int none = 0;

    CHECK(socket && zmq_setsockopt(socket, ZMQ_LINGER, &none, sizeof none) == 0);
    return socket;
}

static bool tells(void *monitor)
{
    zmq_pollitem_t item = {.socket = monitor, .events = ZMQ_POLLIN};

    return zmq_poll(&item, 1, WITHIN_MS) == 1;
}

/* The other side goes at the moment at which nobody wants to know any more. */
static void an_event_that_comes_too_late_stops_nothing(void)
{
    void *zmq = zmq_ctx_new();
    const char *address = arena_printf(check_mem(), "ipc://%s/door", check_dir());

    for (int i = 0; i < ROUNDS; i++) {
        void *door = plain(zmq, ZMQ_ROUTER), *dealer = plain(zmq, ZMQ_DEALER);
        CHECK(zmq_bind(door, address) == 0);
        void *monitor = sock_monitor(zmq, dealer);
        CHECK(monitor && zmq_connect(dealer, address) == 0);
        CHECK(tells(monitor)); /* so the thread of the connections goes on */
        sock_close(&door);
        usleep((useconds_t)(i % 100) * 2);
        sock_unmonitor(dealer, &monitor);
        sock_close(&dealer);
    }
    zmq_ctx_term(zmq);
}

int main(void)
{
    return check_run((struct check[]){CASE(an_event_that_comes_too_late_stops_nothing), {0}});
}
