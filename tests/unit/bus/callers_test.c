#include "arena.h"
#include "callers.h"
#include "check.h"
#include <string.h>

static void add(struct callers *callers, const char *id, caller_probe *probe, void *self)
{
    zmq_msg_t msg;

    CHECK_INT(zmq_msg_init_size(&msg, strlen(id)), 0);
    memcpy(zmq_msg_data(&msg), id, strlen(id));
    callers_add(callers, &msg, probe, self);
    zmq_msg_close(&msg);
}

static struct caller *find(struct callers *callers, const char *id)
{
    zmq_msg_t msg;

    CHECK_INT(zmq_msg_init_size(&msg, strlen(id)), 0);
    memcpy(zmq_msg_data(&msg), id, strlen(id));
    struct caller *caller = callers_find(callers, &msg);
    zmq_msg_close(&msg);
    return caller;
}

/* Those whose id begins with "live" are there. */
static bool alive(void *self, const struct caller *caller)
{
    ++*(int *)self;
    return caller->n >= 4 && memcmp(caller->id, "live", 4) == 0;
}

static void each_is_noted_once(void)
{
    struct callers callers = {0};
    int probes = 0;

    add(&callers, "live.1", alive, &probes);
    add(&callers, "live.2", alive, &probes);
    add(&callers, "live.1", alive, &probes);
    CHECK_INT(callers.n, 2);
    CHECK(find(&callers, "live.2"));
    CHECK(!find(&callers, "live.3"));
    CHECK(!find(&callers, "live"));
    callers_done(&callers);
}

static void those_that_have_seen_are_not_told_again(void)
{
    struct callers callers = {0};
    int probes = 0;

    add(&callers, "live.1", alive, &probes);
    add(&callers, "live.2", alive, &probes);
    add(&callers, "gone.3", alive, &probes);
    find(&callers, "live.1")->seen = true;
    CHECK_INT(callers_unseen(&callers), 2);
    callers_probe(&callers, alive, &probes);
    CHECK_INT(probes, 2);
    CHECK_INT(callers_unseen(&callers), 1);
    CHECK(!find(&callers, "gone.3"));
    callers_done(&callers);
}

static void the_gone_make_room(void)
{
    struct callers callers = {0};
    int probes = 0;

    add(&callers, "live.1", alive, &probes);
    for (int i = 0; i < 10000; i++)
        add(&callers, arena_printf(check_mem(), "gone.%d", i), alive, &probes);
    CHECK(callers.room <= 128);
    CHECK(find(&callers, "live.1"));
    CHECK(probes < 20000);
    callers_done(&callers);
}

static void the_living_get_room(void)
{
    struct callers callers = {0};
    int probes = 0;

    for (int i = 0; i < 1000; i++)
        add(&callers, arena_printf(check_mem(), "live.%d", i), alive, &probes);
    CHECK_INT(callers.n, 1000);
    CHECK(probes < 4000);
    callers_done(&callers);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(each_is_noted_once),
        CASE(those_that_have_seen_are_not_told_again),
        CASE(the_gone_make_room),
        CASE(the_living_get_room),
        {0},
    });
}
