/* doorbell_test.c - followers are told that there is news, others are not. */
#include "clock.h"
#include "rig.h"
#include <pthread.h>

enum { LONG = 5000 };

static enum err ask_for_events(struct bus *bus)
{
    AUTO(arena) mem;
    struct call c;
    struct events_since_reply reply;

    arena_init(&mem, ARENA_LIMIT);
    call_begin(&c, &mem, bus_rpc(bus), LONG);
    return rpc_call_to(&c, "usersvc", &service_events_since_method,
                       &(struct events_since_request){.limit = 1}, &reply);
}

/* Sleeps until there is news, at most ms; how long it took. */
static int64_t await(struct bus *bus, uint32_t *seen, int64_t ms)
{
    int64_t began = clock_steady();

    bus_await_news(bus, "usersvc", seen, ms);
    return clock_steady() - began;
}

struct scene {
    struct rig_server server;
    struct bus *follower, *writer;
    uint32_t seen;
};

static void open_scene(struct scene *self)
{
    struct common_config config;

    rig_folder();
    config = rig_config();
    *self = (struct scene){.seen = 0};
    rig_serve(&self->server, &config);
    self->follower = rig_caller("tokensvc");
    self->writer = rig_caller("admin");
    CHECK_OK(rig_get(self->writer, "anybody", LONG, NULL));
}

static void close_scene(struct scene *self)
{
    bus_close(&self->follower);
    bus_close(&self->writer);
    rig_serve_end(&self->server);
}

static void whoever_follows_is_told(void)
{
    struct scene s;

    open_scene(&s);
    CHECK_OK(ask_for_events(s.follower));
    (void)await(s.follower, &s.seen, 0); /* that the service came was news, too */
    CHECK_OK(rig_set(s.writer, "anybody", LONG));
    CHECK(await(s.follower, &s.seen, LONG) < LONG);
    close_scene(&s);
}

static void whoever_does_not_follow_is_left_alone(void)
{
    struct scene s;
    uint32_t before = 0;

    open_scene(&s);
    CHECK_OK(rig_get(s.follower, "anybody", LONG, NULL));
    (void)await(s.follower, &before, 0);
    s.seen = before;
    for (int i = 0; i < 10; i++)
        CHECK_OK(rig_set(s.writer, "anybody", LONG));
    (void)await(s.follower, &s.seen, 100);
    CHECK_INT(s.seen, before);
    close_scene(&s);
}

/* Each press is followed by a ring, though many share one. */
static void rings_gather_and_none_is_lost(void)
{
    struct scene s;
    uint32_t before = 0;

    open_scene(&s);
    CHECK_OK(ask_for_events(s.follower));
    (void)await(s.follower, &before, 0);
    s.seen = before;
    int64_t began = clock_steady();
    for (int i = 0; i < 200; i++) {
        CHECK_OK(rig_set(s.writer, "anybody", LONG));
        if (i % 50 == 0)
            CHECK(await(s.follower, &s.seen, LONG) < LONG);
    }
    rig_sleep(100);
    (void)await(s.follower, &s.seen, 0);
    int64_t most = (clock_steady() - began) / 20 + 2;
    CHECK(s.seen - before >= 4 && s.seen - before <= most);
    close_scene(&s);
}

static void *wake_later(void *arg)
{
    rig_sleep(50);
    bus_wake_followers(arg);
    return NULL;
}

static void sleepers_can_be_woken_to_end(void)
{
    struct scene s;
    pthread_t thread;

    open_scene(&s);
    (void)await(s.follower, &s.seen, 0);
    CHECK_INT(pthread_create(&thread, NULL, wake_later, s.follower), 0);
    CHECK(await(s.follower, &s.seen, LONG) < LONG);
    pthread_join(thread, NULL);
    close_scene(&s);
}

int main(int argc, char **argv)
{
    return rig_main(argc, argv,
                    (struct check[]){
                        CASE(whoever_follows_is_told),
                        CASE(whoever_does_not_follow_is_left_alone),
                        CASE(rings_gather_and_none_is_lost),
                        CASE(sleepers_can_be_woken_to_end),
                        {0},
                    });
}
