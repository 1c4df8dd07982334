#include "check.h"
#include "messages.h"
#include "outstanding.h"
#include "replica.h"
#include "seal.h"

enum { HERE, THERE, DESTINATIONS_HERE };

struct sky {
    struct outstanding calls;
    struct replica replica;
};

static void sky_init(struct sky *self, unsigned most)
{
    *self = (struct sky){.replica = {.address = NULL}};
    outstanding_init(&self->calls, DESTINATIONS_HERE, most);
    TAILQ_INIT(&self->replica.sent);
}

static struct flight idempotent(struct sky *self)
{
    return (struct flight){.id = outstanding_next_id(&self->calls),
                           .destination = HERE,
                           .method = &usersvc_person_get_method};
}

static struct flight once(struct sky *self)
{
    return (struct flight){.id = outstanding_next_id(&self->calls),
                           .destination = HERE,
                           .method = &usersvc_password_set_method};
}

static void send_and_lose(struct sky *self, struct flight *f)
{
    flight_send_to(f, &self->replica);
    CHECK_INT(self->replica.n_sent, 1);
    outstanding_lost(&self->calls, f);
    CHECK_INT(self->replica.n_sent, 0);
    CHECK(TAILQ_EMPTY(&self->replica.sent));
}

static void an_idempotent_call_is_sent_three_times_at_most(void)
{
    struct sky sky;

    sky_init(&sky, 10);
    struct flight f = idempotent(&sky);
    CHECK_OK(outstanding_add(&sky.calls, &f));
    for (int i = 0; i < FLIGHT_TRIES; i++) {
        CHECK(!f.landed);
        CHECK(f.in == &sky.calls.to_send);
        send_and_lose(&sky, &f);
    }
    CHECK(f.landed);
    CHECK_ERR(f.error, ERR_UNAVAILABLE);
    outstanding_done(&sky.calls);
}

static void any_other_is_sent_once(void)
{
    struct sky sky;

    sky_init(&sky, 10);
    struct flight f = once(&sky);
    CHECK_OK(outstanding_add(&sky.calls, &f));
    send_and_lose(&sky, &f);
    CHECK(f.landed);
    CHECK_ERR(f.error, ERR_UNAVAILABLE);
    outstanding_done(&sky.calls);
}

static void replies_count_only_from_where_the_call_is(void)
{
    struct sky sky;
    struct replica other = {.address = NULL};
    struct frames reply;

    sky_init(&sky, 10);
    frames_init(&reply);
    struct flight f = idempotent(&sky);
    frames_init(&f.reply);
    CHECK_OK(outstanding_add(&sky.calls, &f));
    CHECK(!outstanding_answer(&sky.calls, f.id, &other, &reply)); /* not sent yet */
    flight_send_to(&f, &sky.replica);
    CHECK(!outstanding_answer(&sky.calls, f.id, &other, &reply));
    CHECK(!outstanding_answer(&sky.calls, f.id + FLIGHT_BUCKETS, &sky.replica, &reply));
    CHECK(!outstanding_answer(&sky.calls, ID_UNHEARD, &sky.replica, &reply));
    CHECK(!f.landed);
    CHECK(outstanding_answer(&sky.calls, f.id, &sky.replica, &reply) == &f.landed);
    CHECK(f.landed);
    CHECK_OK(f.error);
    CHECK(!outstanding_answer(&sky.calls, f.id, &sky.replica, &reply)); /* a second one */
    CHECK_INT(sky.replica.n_sent, 0);
    outstanding_done(&sky.calls);
}

static void bounds_are_for_each_destination_and_class(void)
{
    struct sky sky;

    sky_init(&sky, 1);
    struct flight a = idempotent(&sky), b = idempotent(&sky), c = once(&sky), d = idempotent(&sky);
    d.destination = THERE;
    CHECK_OK(outstanding_add(&sky.calls, &a));
    CHECK_ERR(outstanding_add(&sky.calls, &b), ERR_BUSY);
    CHECK_OK(outstanding_add(&sky.calls, &c)); /* another class */
    CHECK_OK(outstanding_add(&sky.calls, &d)); /* another service */
    CHECK(outstanding_give_up(&sky.calls, &a));
    CHECK_OK(outstanding_add(&sky.calls, &b));
    outstanding_close(&sky.calls);
    CHECK_ERR(b.error, ERR_UNAVAILABLE);
    CHECK_ERR(outstanding_add(&sky.calls, &a), ERR_UNAVAILABLE);
    outstanding_done(&sky.calls);
}

static void patience_ends_for_each_at_its_time(void)
{
    struct sky sky;

    sky_init(&sky, 10);
    struct flight a = idempotent(&sky), b = idempotent(&sky);
    CHECK_OK(outstanding_add(&sky.calls, &a));
    CHECK_OK(outstanding_add(&sky.calls, &b));
    a.waits_until = 1000;
    b.waits_until = 2000;
    flight_move(&a, &sky.calls.waiting);
    flight_move(&b, &sky.calls.waiting);
    CHECK(outstanding_expire(&sky.calls, 999));
    CHECK(!a.landed);
    CHECK(outstanding_expire(&sky.calls, 1000));
    CHECK_ERR(a.error, ERR_UNAVAILABLE);
    CHECK(!b.landed);
    CHECK(!outstanding_expire(&sky.calls, 2000));
    CHECK(b.landed);
    outstanding_done(&sky.calls);
}

static void giving_up_marks_the_replica_late_until_it_is_heard(void)
{
    struct sky sky;
    struct frames reply;

    sky_init(&sky, 10);
    frames_init(&reply);
    struct flight f = idempotent(&sky);
    CHECK_OK(outstanding_add(&sky.calls, &f));
    flight_send_to(&f, &sky.replica);
    CHECK(!flight_wait(&f, 10));
    CHECK(outstanding_give_up(&sky.calls, &f));
    CHECK(sky.replica.late);
    CHECK_INT(sky.replica.n_sent, 0);
    CHECK(!outstanding_answer(&sky.calls, f.id, &sky.replica, &reply)); /* the late reply */
    CHECK(!sky.replica.late);
    outstanding_done(&sky.calls);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(an_idempotent_call_is_sent_three_times_at_most),
        CASE(any_other_is_sent_once),
        CASE(replies_count_only_from_where_the_call_is),
        CASE(bounds_are_for_each_destination_and_class),
        CASE(patience_ends_for_each_at_its_time),
        CASE(giving_up_marks_the_replica_late_until_it_is_heard),
        {0},
    });
}
