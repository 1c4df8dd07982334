/* calls_test.c - calls between two buses of one process, over real sockets. */
#include "clock.h"
#include "rig.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void a_call_is_answered(void)
{
    struct common_config config;
    struct rig_server server;
    char replica[64];

    rig_folder();
    config = rig_config();
    rig_serve(&server, &config);
    struct bus *admin = rig_caller("admin");
    CHECK_OK(rig_get(admin, "anybody", 3000, replica));
    CHECK_STR(replica, "here");
    CHECK_OK(rig_set(admin, "anybody", 3000));
    bus_close(&admin);
    rig_serve_end(&server);
}

/* -- many at once ------------------------------------------------------------------------------ */

struct caller {
    struct bus *bus;
    pthread_t thread;
    int number, calls;
    const char *what; /* "sleep-100"; NULL: an id of its own */
    int64_t deadline_ms;
    enum err worst;
    int answered, busy;
};

static void *call_often(void *arg)
{
    struct caller *self = arg;

    for (int i = 0; i < self->calls; i++) {
        char *id = self->what ? xstrdup(self->what) : xprintf("%d.%d", self->number, i);
        enum err e = rig_get(self->bus, id, self->deadline_ms, NULL);
        free(id);
        self->answered += e == OK ? 1 : 0;
        self->busy += e == ERR_BUSY ? 1 : 0;
        if (e && e != ERR_BUSY)
            self->worst = e;
    }
    return NULL;
}

static void start_callers(struct caller *v, int n, const struct caller *like)
{
    for (int i = 0; i < n; i++) {
        v[i] = *like;
        v[i].number = i;
        CHECK_INT(pthread_create(&v[i].thread, NULL, call_often, &v[i]), 0);
    }
}

static void join_callers(struct caller *v, int n)
{
    for (int i = 0; i < n; i++)
        pthread_join(v[i].thread, NULL);
}

static void sixty_four_callers_share_one_socket(void)
{
    enum { CALLERS = 64, CALLS = 100 };
    struct caller callers[CALLERS];
    struct common_config config;
    struct rig_server server;

    rig_folder();
    config = rig_config();
    rig_serve(&server, &config);
    struct bus *admin = rig_caller("admin");
    start_callers(callers, CALLERS,
                  &(struct caller){.bus = admin, .calls = CALLS, .deadline_ms = 10000});
    join_callers(callers, CALLERS);
    for (int i = 0; i < CALLERS; i++) {
        CHECK_ERR(callers[i].worst, OK);
        CHECK_INT(callers[i].answered, CALLS); /* each with its own answer: rig_get compares */
    }
    bus_close(&admin);
    rig_serve_end(&server);
}

/* -- bounds ------------------------------------------------------------------------------------ */

static void a_caller_keeps_to_its_bound(void)
{
    enum { CALLERS = 6 };
    struct caller callers[CALLERS];
    struct common_config config, few;
    struct rig_server server;
    struct bus *admin = NULL;
    int answered = 0, busy = 0;

    rig_folder();
    config = few = rig_config();
    few.bus_outstanding = 2;
    rig_serve(&server, &config);
    CHECK_OK(bus_open(&(struct bus_options){.name = "admin", .config = &few}, &admin));
    CHECK_OK(rig_get(admin, "first", 3000, NULL));
    start_callers(
        callers, CALLERS,
        &(struct caller){.bus = admin, .calls = 1, .deadline_ms = 3000, .what = "sleep-300"});
    join_callers(callers, CALLERS);
    for (int i = 0; i < CALLERS; i++) {
        CHECK_ERR(callers[i].worst, OK);
        answered += callers[i].answered;
        busy += callers[i].busy;
    }
    CHECK_INT(answered, 2);
    CHECK_INT(busy, CALLERS - 2);
    CHECK_OK(rig_get(admin, "last", 3000, NULL)); /* and has room again */
    bus_close(&admin);
    rig_serve_end(&server);
}

static void a_full_queue_is_told_at_once(void)
{
    enum { QUEUE = 2 };
    struct caller blocker[1], queued[QUEUE];
    struct common_config config;
    struct rig_server server;

    rig_folder();
    config = rig_config();
    config.bus_threads_local = 1;
    config.bus_queue_local = QUEUE;
    rig_serve(&server, &config);
    struct bus *admin = rig_caller("admin");
    CHECK_OK(rig_get(admin, "first", 3000, NULL));
    start_callers(
        blocker, 1,
        &(struct caller){.bus = admin, .calls = 1, .deadline_ms = 5000, .what = "sleep-2500"});
    rig_sleep(300); /* it is being served */
    start_callers(
        queued, QUEUE,
        &(struct caller){.bus = admin, .calls = 1, .deadline_ms = 5000, .what = "queued"});
    rig_sleep(300);
    CHECK_ERR(rig_get(admin, "one more", 3000, NULL), ERR_BUSY);
    CHECK_OK(rig_set(admin, "another class", 3000)); /* has a queue of its own */
    join_callers(blocker, 1);
    join_callers(queued, QUEUE);
    CHECK_INT(blocker[0].answered, 1);
    for (int i = 0; i < QUEUE; i++)
        CHECK_INT(queued[i].answered, 1);
    bus_close(&admin);
    rig_serve_end(&server);
}

/* -- time -------------------------------------------------------------------------------------- */

static void a_late_reply_reaches_nobody(void)
{
    struct common_config config;
    struct rig_server server;

    rig_folder();
    config = rig_config();
    config.bus_threads_local = 1;
    rig_serve(&server, &config);
    struct bus *admin = rig_caller("admin");
    CHECK_OK(rig_get(admin, "first", 3000, NULL));
    int64_t began = clock_steady();
    CHECK_ERR(rig_get(admin, "sleep-400", 150, NULL), ERR_DEADLINE);
    int64_t took = clock_steady() - began;
    CHECK(took >= 140 && took < 2500);
    /* Its reply comes while the next call waits; rig_get would see that it is not its own. */
    CHECK_OK(rig_get(admin, "next", 3000, NULL));
    CHECK_OK(rig_get(admin, "and the next", 3000, NULL));
    bus_close(&admin);
    rig_serve_end(&server);
}

static void an_expired_request_is_not_served(void)
{
    struct caller blocker[1];
    struct common_config config;
    struct rig_server server;

    rig_folder();
    config = rig_config();
    config.bus_threads_local = 1;
    rig_serve(&server, &config);
    struct bus *admin = rig_caller("admin");
    CHECK_OK(rig_get(admin, "first", 3000, NULL));
    start_callers(
        blocker, 1,
        &(struct caller){.bus = admin, .calls = 1, .deadline_ms = 3000, .what = "sleep-400"});
    rig_sleep(100);
    CHECK_ERR(rig_get(admin, "sleep-2000", 100, NULL), ERR_DEADLINE);
    join_callers(blocker, 1);
    int64_t began = clock_steady();
    CHECK_OK(rig_get(admin, "next", 3000, NULL));
    CHECK(clock_steady() - began < 1900); /* the worker did not sleep those two seconds */
    bus_close(&admin);
    rig_serve_end(&server);
}

static void a_deadline_in_the_past_is_not_even_tried(void)
{
    rig_folder();
    struct bus *admin = rig_caller("admin");
    CHECK_ERR(rig_get(admin, "anybody", 0, NULL), ERR_DEADLINE);
    CHECK_ERR(rig_get(admin, "anybody", -5, NULL), ERR_DEADLINE);
    bus_close(&admin);
}

/* -- nobody there ------------------------------------------------------------------------------ */

static void without_a_replica_a_call_waits_a_second(void)
{
    rig_folder();
    struct bus *admin = rig_caller("admin");
    int64_t began = clock_steady();
    CHECK_ERR(rig_get(admin, "anybody", 3000, NULL), ERR_UNAVAILABLE);
    int64_t took = clock_steady() - began;
    CHECK(took >= 900 && took < 2900);
    CHECK_ERR(rig_get(admin, "anybody", 200, NULL), ERR_DEADLINE);
    bus_close(&admin);
}

static void a_call_made_during_start_up_is_answered(void)
{
    struct caller early[1];
    struct common_config config;
    struct rig_server server;

    rig_folder();
    config = rig_config();
    struct bus *admin = rig_caller("admin");
    start_callers(early, 1, &(struct caller){.bus = admin, .calls = 1, .deadline_ms = 3000});
    rig_sleep(300);
    rig_serve(&server, &config);
    join_callers(early, 1);
    CHECK_ERR(early[0].worst, OK);
    CHECK_INT(early[0].answered, 1);
    bus_close(&admin);
    rig_serve_end(&server);
}

static enum err call_to(struct bus *bus, const char *service)
{
    struct call c;
    struct nothing none;
    struct ping_reply pong;

    call_begin(&c, check_mem(), bus_rpc(bus), 3000);
    return rpc_call_to(&c, service, &service_ping_method, &none, &pong);
}

static void nobody_is_called_by_an_unknown_name(void)
{
    rig_folder();
    struct bus *admin = rig_caller("admin");
    CHECK_ERR(call_to(admin, "nosuchsvc"), ERR_UNAVAILABLE);
    CHECK_ERR(call_to(admin, "gateway"), ERR_UNAVAILABLE);
    bus_close(&admin);
}

static void closing_ends_calls_that_wait(void)
{
    struct caller asker[1];
    struct common_config config;
    struct rig_server server;

    rig_folder();
    config = rig_config();
    rig_serve(&server, &config);
    struct bus *admin = rig_caller("admin");
    CHECK_OK(rig_get(admin, "first", 3000, NULL));
    start_callers(asker, 1,
                  &(struct caller){.bus = admin, .calls = 1, .deadline_ms = 3000, .what = "ask"});
    rig_sleep(150);
    int64_t began = clock_steady();
    rig_serve_end(&server); /* its worker waits for authsvc, and would for most of a second */
    CHECK(clock_steady() - began < 800);
    join_callers(asker, 1);
    CHECK_ERR(asker[0].worst, ERR_UNAVAILABLE);
    bus_close(&admin);
}

/* -- who and what ------------------------------------------------------------------------------ */

static void a_role_that_may_not_is_refused(void)
{
    struct common_config config;
    struct rig_server server;

    rig_folder();
    config = rig_config();
    rig_serve(&server, &config);
    struct bus *gateway = rig_caller("gateway");
    CHECK_ERR(rig_get(gateway, "anybody", 3000, NULL), ERR_FORBIDDEN);
    CHECK_OK(call_to(gateway, "usersvc"));
    bus_close(&gateway);
    rig_serve_end(&server);
}

static void a_method_that_is_not_there_is_named(void)
{
    struct common_config config;
    struct rig_server server;
    struct call c;
    struct person_page page;

    rig_folder();
    config = rig_config();
    rig_serve(&server, &config);
    struct bus *admin = rig_caller("admin");
    call_begin(&c, check_mem(), bus_rpc(admin), 3000);
    CHECK_ERR(usersvc_person_list(&c, &(struct person_page_request){.limit = 1}, &page),
              ERR_UNKNOWN_METHOD);
    CHECK_HAS(c.detail, "usersvc.person_list");
    bus_close(&admin);
    rig_serve_end(&server);
}

static void ping_tells_who_is_there(void)
{
    struct common_config config;
    struct rig_server server;
    struct call c;
    struct nothing none;
    struct ping_reply pong;
    char replica[64];

    rig_folder();
    config = rig_config();
    rig_serve(&server, &config);
    struct bus *admin = rig_caller("admin");
    CHECK_OK(rig_get(admin, "ada", 3000, replica));
    CHECK_OK(rig_get(admin, "ada", 3000, replica));
    call_begin(&c, check_mem(), bus_rpc(admin), 3000);
    CHECK_OK(rpc_call_to(&c, "usersvc", &service_ping_method, &none, &pong));
    CHECK_INT(pong.served, 2);
    CHECK_OK(rpc_call_to(&c, "usersvc", &service_ping_method, &none, &pong));
    CHECK_INT(pong.served, 2);
    CHECK_STR(pong.service, "usersvc");
    CHECK_STR(pong.instance, "usersvc.0");
    CHECK(!pong.draining);
    CHECK(pong.started <= c.now && pong.started > c.now - 10000);
    bus_close(&admin);
    rig_serve_end(&server);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_call_is_answered),
        CASE(sixty_four_callers_share_one_socket),
        CASE(a_caller_keeps_to_its_bound),
        CASE(a_full_queue_is_told_at_once),
        CASE(a_late_reply_reaches_nobody),
        CASE(an_expired_request_is_not_served),
        CASE(a_deadline_in_the_past_is_not_even_tried),
        CASE(without_a_replica_a_call_waits_a_second),
        CASE(a_call_made_during_start_up_is_answered),
        CASE(nobody_is_called_by_an_unknown_name),
        CASE(closing_ends_calls_that_wait),
        CASE(a_role_that_may_not_is_refused),
        CASE(a_method_that_is_not_there_is_named),
        CASE(ping_tells_who_is_there),
        {0},
    });
}
