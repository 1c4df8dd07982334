/* replicas_test.c - several processes of one service: found, lost, drained. */
#include "clock.h"
#include "endpoint.h"
#include "keyfile.h"
#include "rig.h"
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* True when a call has been answered by the replica of that name, within ms. */
static bool served_by(struct bus *bus, const char *name, int64_t ms)
{
    int64_t until = clock_steady() + ms;
    char replica[64] = "";

    while (clock_steady() < until && strcmp(replica, name) != 0) {
        if (rig_get(bus, "anybody", 1000, replica) != OK)
            replica[0] = 0;
        rig_sleep(10);
    }
    return strcmp(replica, name) == 0;
}

static void two_replicas_have_two_places(void)
{
    rig_folder();
    int first = rig_spawn("first"), second = rig_spawn("second");
    struct bus *admin = rig_caller("admin");
    CHECK_INT(access("bus/usersvc.0.sock", F_OK), 0);
    CHECK_INT(access("bus/usersvc.1.sock", F_OK), 0);
    CHECK(served_by(admin, "first", 2000));
    CHECK(served_by(admin, "second", 2000));
    bus_close(&admin);
    CHECK_INT(rig_end(first, SIGTERM), 0);
    CHECK_INT(rig_end(second, SIGTERM), 0);
    CHECK(access("bus/usersvc.0.sock", F_OK) != 0);
    CHECK(access("bus/usersvc.1.sock", F_OK) != 0);
}

static void places_are_taken_in_order_and_given_back(void)
{
    struct endpoint a, b, c;

    CHECK_INT(chdir(check_dir()), 0);
    CHECK_OK(endpoint_take("usersvc", &a));
    CHECK_OK(endpoint_take("usersvc", &b));
    CHECK_OK(endpoint_take("authsvc", &c));
    CHECK_STR(a.instance, "usersvc.0");
    CHECK_STR(b.instance, "usersvc.1");
    CHECK_STR(c.instance, "authsvc.0");
    endpoint_release(&a);
    CHECK_OK(endpoint_take("usersvc", &a));
    CHECK_STR(a.instance, "usersvc.0");
    endpoint_release(&a);
    endpoint_release(&b);
    endpoint_release(&c);
    endpoint_release(&c);
}

/* -- death ------------------------------------------------------------------------------------- */

static void a_call_that_may_be_repeated_goes_to_another_replica(void)
{
    char replica[64] = "";

    rig_folder();
    int first = rig_spawn("first"), second = rig_spawn("second"), status = 0;
    struct bus *admin = rig_caller("admin");
    CHECK(served_by(admin, "first", 2000));
    CHECK(served_by(admin, "second", 2000));
    for (int i = 0; i < 4; i++) /* whichever of them gets it */
        CHECK_OK(rig_get(admin, "die-first", 3000, replica));
    CHECK_STR(replica, "second");
    CHECK_INT(waitpid(first, &status, 0), first);
    CHECK_INT(WEXITSTATUS(status), 9);
    bus_close(&admin);
    CHECK_INT(rig_end(second, SIGTERM), 0);
}

static void a_call_that_may_not_be_repeated_fails_at_once(void)
{
    rig_folder();
    int first = rig_spawn("first"), status = 0;
    struct bus *admin = rig_caller("admin");
    CHECK(served_by(admin, "first", 2000));
    int second = rig_spawn("second");
    int64_t began = clock_steady();
    enum err e = rig_set(admin, "die-first", 5000); /* the second is not found yet */
    CHECK_ERR(e, ERR_UNAVAILABLE);
    CHECK(clock_steady() - began < 4000); /* and not at its deadline */
    CHECK_INT(waitpid(first, &status, 0), first);
    CHECK(served_by(admin, "second", 3000));
    bus_close(&admin);
    CHECK_INT(rig_end(second, SIGTERM), 0);
}

struct waiting {
    struct bus *bus;
    const char *id;
    pthread_t thread;
    enum err e;
    int64_t took;
    char replica[64];
};

static void *wait_for_get(void *arg)
{
    struct waiting *self = arg;
    int64_t began = clock_steady();

    self->e = rig_get(self->bus, self->id, 5000, self->replica);
    self->took = clock_steady() - began;
    return NULL;
}

static void killed_in_mid_call_it_is_replaced(void)
{
    struct waiting w = {.id = "sleep-700"};

    rig_folder();
    int first = rig_spawn("first");
    w.bus = rig_caller("admin");
    CHECK(served_by(w.bus, "first", 2000));
    CHECK_INT(pthread_create(&w.thread, NULL, wait_for_get, &w), 0);
    rig_sleep(200);
    CHECK_INT(rig_end(first, SIGKILL), -SIGKILL);
    int second = rig_spawn("second"); /* at the first one's place */
    pthread_join(w.thread, NULL);
    CHECK_ERR(w.e, OK);
    CHECK_STR(w.replica, "second");
    CHECK(w.took < 3000);
    CHECK_INT(access("bus/usersvc.1.sock", F_OK), -1);
    bus_close(&w.bus);
    CHECK_INT(rig_end(second, SIGTERM), 0);
}

static void with_nobody_left_it_is_unavailable(void)
{
    struct waiting w = {.id = "sleep-3000"};

    rig_folder();
    int first = rig_spawn("first");
    w.bus = rig_caller("admin");
    CHECK(served_by(w.bus, "first", 2000));
    CHECK_INT(pthread_create(&w.thread, NULL, wait_for_get, &w), 0);
    rig_sleep(200);
    CHECK_INT(rig_end(first, SIGKILL), -SIGKILL);
    pthread_join(w.thread, NULL);
    CHECK_ERR(w.e, ERR_UNAVAILABLE);
    CHECK(w.took >= 1000 && w.took < 2000); /* it hoped for another for a second */
    bus_close(&w.bus);
}

static void one_that_hangs_is_avoided_until_it_answers(void)
{
    char replica[64];
    int failed = 0;

    rig_folder();
    int first = rig_spawn("first"), second = rig_spawn("second");
    struct bus *admin = rig_caller("admin");
    CHECK(served_by(admin, "first", 2000));
    CHECK(served_by(admin, "second", 2000));
    CHECK_INT(kill(first, SIGSTOP), 0);
    for (int i = 0; i < 10; i++)
        failed += rig_get(admin, "anybody", 800, replica) == OK ? 0 : 1;
    CHECK_INT(failed, 1); /* once it was tried */
    CHECK_INT(kill(first, SIGCONT), 0);
    CHECK(served_by(admin, "first", 2000));
    bus_close(&admin);
    CHECK_INT(rig_end(first, SIGTERM), 0);
    CHECK_INT(rig_end(second, SIGTERM), 0);
}

static void a_new_replica_is_used_soon(void)
{
    rig_folder();
    int first = rig_spawn("first");
    struct bus *admin = rig_caller("admin");
    CHECK(served_by(admin, "first", 2000));
    int second = rig_spawn("second");
    CHECK(served_by(admin, "second", 3000));
    bus_close(&admin);
    CHECK_INT(rig_end(first, SIGTERM), 0);
    CHECK_INT(rig_end(second, SIGTERM), 0);
}

/* -- drain ------------------------------------------------------------------------------------- */

struct loader {
    struct bus *bus;
    pthread_t thread;
    _Atomic bool *stop;
    unsigned answered, failed;
    enum err worst;
};

static void *load(void *arg)
{
    struct loader *self = arg;

    while (!*self->stop) {
        /* Once and never twice: a call that is lost cannot be hidden by another try. */
        enum err e = rig_set(self->bus, "sleep-2", 5000);
        self->answered += e == OK ? 1 : 0;
        self->failed += e == OK ? 0 : 1;
        self->worst = e ? e : self->worst;
    }
    return NULL;
}

static void draining_loses_no_call(void)
{
    enum { LOADERS = 8 };
    struct loader loaders[LOADERS];
    _Atomic bool stop = false;
    unsigned answered = 0;

    rig_folder();
    int one = rig_spawn("first"), other = rig_spawn("second");
    struct bus *admin = rig_caller("admin");
    CHECK(served_by(admin, "first", 2000));
    CHECK(served_by(admin, "second", 2000));
    for (int i = 0; i < LOADERS; i++) {
        loaders[i] = (struct loader){.bus = admin, .stop = &stop};
        CHECK_INT(pthread_create(&loaders[i].thread, NULL, load, &loaders[i]), 0);
    }
    for (int round = 0; round < 3; round++) {
        rig_sleep(300);
        int64_t began = clock_steady();
        CHECK_INT(rig_end(one, SIGTERM), 0);
        CHECK(clock_steady() - began < 14000); /* drained, not cut off after 15 s */
        int next = rig_spawn(round % 2 ? "second" : "first");
        CHECK(served_by(admin, round % 2 ? "second" : "first", 3000));
        one = other;
        other = next;
    }
    stop = true;
    for (int i = 0; i < LOADERS; i++) {
        pthread_join(loaders[i].thread, NULL);
        CHECK_ERR(loaders[i].worst, OK);
        CHECK_INT(loaders[i].failed, 0);
        answered += loaders[i].answered;
    }
    CHECK(answered > 100);
    bus_close(&admin);
    CHECK_INT(rig_end(one, SIGTERM), 0);
    CHECK_INT(rig_end(other, SIGTERM), 0);
}

static void what_is_under_way_is_answered_first(void)
{
    struct waiting w = {.id = "sleep-1500"};

    rig_folder();
    int first = rig_spawn("first");
    w.bus = rig_caller("admin");
    CHECK(served_by(w.bus, "first", 2000));
    CHECK_INT(pthread_create(&w.thread, NULL, wait_for_get, &w), 0);
    rig_sleep(200);
    CHECK_INT(rig_end(first, SIGTERM), 0);
    pthread_join(w.thread, NULL);
    CHECK_ERR(w.e, OK);
    bus_close(&w.bus);
}

static void a_draining_replica_gets_nothing_new(void)
{
    struct waiting w = {.id = "sleep-1500"};
    char replica[64];

    rig_folder();
    int first = rig_spawn("first");
    w.bus = rig_caller("admin");
    CHECK(served_by(w.bus, "first", 2000));
    CHECK_INT(pthread_create(&w.thread, NULL, wait_for_get, &w), 0);
    rig_sleep(200);
    int second = rig_spawn("second");
    CHECK(served_by(w.bus, "second", 3000));
    CHECK_INT(kill(first, SIGTERM), 0);
    rig_sleep(200);
    for (int i = 0; i < 10; i++) {
        CHECK_OK(rig_get(w.bus, "anybody", 1000, replica));
        CHECK_STR(replica, "second");
    }
    pthread_join(w.thread, NULL);
    CHECK_ERR(w.e, OK);
    CHECK_STR(w.replica, "first");
    int status = 0;
    CHECK_INT(waitpid(first, &status, 0), first);
    CHECK_INT(status, 0);
    bus_close(&w.bus);
    CHECK_INT(rig_end(second, SIGTERM), 0);
}

/* -- the program ------------------------------------------------------------------------------- */

static int status_of(const char *option)
{
    int status = 0, pid = rig_spawn_with("other", option);

    CHECK_INT(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static void health_is_that_a_replica_answers(void)
{
    rig_folder();
    CHECK_INT(status_of("--health"), 1);
    int first = rig_spawn("first");
    CHECK_INT(status_of("--health"), 0);
    CHECK_INT(rig_end(first, SIGTERM), 0);
    CHECK_INT(status_of("--health"), 1);
}

static void options_are_understood_or_refused(void)
{
    rig_folder();
    CHECK_INT(status_of("--help"), 0);
    CHECK_INT(status_of("--version"), 0);
    CHECK_INT(status_of("--nonsense"), 2);
    CHECK_INT(status_of("nonsense"), 2);
    CHECK_INT(status_of("--data=/nowhere/at/all"), 1);
}

static void keys_that_others_can_read_stop_the_start(void)
{
    static const char *const files[] = {"keys/usersvc/bus.cert_secret", "keys/usersvc/kek"};
    const char *why = NULL;

    rig_folder();
    CHECK_OK(keyfile_write("keys/usersvc/kek", KEYFILE_PRIVATE,
                           bytes_of("0123456789abcdef0123456789abcdef"), check_mem(), &why));
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        CHECK_INT(chmod(files[i], 0640), 0);
        CHECK_INT(status_of("--data=."), 1);
        CHECK_INT(chmod(files[i], 0600), 0);
    }
    int first = rig_spawn("first");
    CHECK_INT(rig_end(first, SIGINT), 0);
}

static void settings_that_will_not_do_stop_the_start(void)
{
    static const char *const settings[] = {"bus\n    outstanding = 0\n", "log\n    level = loud\n",
                                           "bus\n    usersvc = nowhere\n"};

    rig_folder();
    for (size_t i = 0; i < ARRAY_LEN(settings); i++) {
        FILE *f = fopen("ostiary.conf", "w");
        CHECK(f && fputs(settings[i], f) >= 0);
        CHECK_INT(fclose(f), 0);
        CHECK_INT(status_of("--data=."), 1);
    }
}

static void without_the_key_that_proves_people_nothing_starts(void)
{
    rig_folder();
    CHECK_INT(unlink("keys/public/actor.pub"), 0);
    CHECK_INT(status_of("--data=."), 1);
}

int main(int argc, char **argv)
{
    return rig_main(argc, argv,
                    (struct check[]){
                        CASE(two_replicas_have_two_places),
                        CASE(places_are_taken_in_order_and_given_back),
                        CASE(a_call_that_may_be_repeated_goes_to_another_replica),
                        CASE(a_call_that_may_not_be_repeated_fails_at_once),
                        CASE(killed_in_mid_call_it_is_replaced),
                        CASE(with_nobody_left_it_is_unavailable),
                        CASE(one_that_hangs_is_avoided_until_it_answers),
                        CASE(a_new_replica_is_used_soon),
                        CASE(draining_loses_no_call),
                        CASE(what_is_under_way_is_answered_first),
                        CASE(a_draining_replica_gets_nothing_new),
                        CASE(health_is_that_a_replica_answers),
                        CASE(options_are_understood_or_refused),
                        CASE(keys_that_others_can_read_stop_the_start),
                        CASE(settings_that_will_not_do_stop_the_start),
                        CASE(without_the_key_that_proves_people_nothing_starts),
                        {0},
                    });
}
