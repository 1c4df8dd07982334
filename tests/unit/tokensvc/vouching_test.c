/* Which remembered replies the event stream of their service vouches for, and how long. */
#include "check.h"
#include "messages.h"
#include "vouching.h"

enum { NOW = 5000000 };

static struct vouching self;

static struct event event_of(int64_t number, const char *subject, const char *client_id,
                             const char *person)
{
    return (struct event){
        .number = number, .subject = subject, .client_id = client_id, .person = person};
}

static void told(const struct event *events, size_t n, int64_t head)
{
    vouching_told(&self, &(struct news){.service = "authsvc",
                                        .events = events,
                                        .n = n,
                                        .head = head,
                                        .asked_at = NOW,
                                        .complete = true});
}

static void lost(int64_t head, int64_t asked_at)
{
    vouching_told(&self, &(struct news){.service = "authsvc",
                                        .head = head,
                                        .asked_at = asked_at,
                                        .complete = true,
                                        .gap = true});
}

static bool holds_at(int64_t as_of, const char *client_id, const char *person, int64_t now)
{
    return vouching_holds(&self, &(struct said){NOW, as_of, about_whom(client_id, person)}, now);
}

static bool holds(int64_t as_of, const char *client_id, const char *person)
{
    return holds_at(as_of, client_id, person, NOW);
}

static bool denies(int64_t as_of, const char *person)
{
    return vouching_denies(&self, &(struct said){NOW, as_of, about_whom(NULL, person)});
}

static void begin(void)
{
    self = (struct vouching){0};
    told(NULL, 0, 10);
}

static void nothing_is_vouched_for_before_the_stream_is_heard_of(void)
{
    self = (struct vouching){0};
    CHECK(!holds(INT64_MAX, "app", "ada"));
    vouching_told(&self, &(struct news){.service = "authsvc", .head = 10, .asked_at = NOW});
    CHECK(!holds(INT64_MAX, "app", "ada")); /* there is more to come */
    told(NULL, 0, 10);
    CHECK(holds(10, "app", "ada"));
    CHECK(holds(10, NULL, NULL));
}

static void what_was_read_before_the_beginning_is_not_vouched_for(void)
{
    begin();
    CHECK(!holds(9, "app", "ada"));
    CHECK(holds(10, "app", "ada"));
}

static void a_silent_stream_vouches_for_nothing(void)
{
    begin();
    CHECK(holds_at(10, NULL, "ada", NOW + VOUCHING_FOR - 1));
    CHECK(!holds_at(10, NULL, "ada", NOW + VOUCHING_FOR));
    vouching_told(
        &self,
        &(struct news){.service = "authsvc", .head = 10, .asked_at = NOW + 500, .complete = true});
    CHECK(holds_at(10, NULL, "ada", NOW + VOUCHING_FOR));
}

static void an_event_makes_old_what_is_about_the_same_person(void)
{
    begin();
    const struct event e = event_of(11, "session", NULL, "ada");
    told(&e, 1, 11);
    CHECK(!holds(10, "app", "ada"));
    CHECK(!holds(10, NULL, "ada"));
    CHECK(holds(11, NULL, "ada")); /* it was read with the event in place */
    CHECK(holds(10, NULL, "bob"));
    CHECK(holds(10, "app", NULL));
    CHECK(denies(10, "ada") && !denies(11, "ada") && !denies(10, "bob"));
}

static void a_consent_does_not_make_the_client_old(void)
{
    begin();
    const struct event consent = event_of(11, "app", "app", "ada");
    told(&consent, 1, 11);
    CHECK(holds(10, "app", NULL));
    CHECK(!holds(10, "app", "ada"));
    const struct event client = event_of(12, "app", "app", NULL);
    told(&client, 1, 12);
    CHECK(!holds(11, "app", NULL));
    CHECK(!holds(11, "app", "ada"));
    CHECK(holds(12, "app", "ada"));
    CHECK(holds(10, "other", "bob"));
}

/* The reply was read before the event, and comes after the news of it. */
static void a_reply_that_comes_late_is_not_believed(void)
{
    begin();
    const struct event e[] = {event_of(11, "ada", NULL, "ada"), event_of(12, "bob", NULL, "bob")};
    told(e, 2, 12);
    CHECK(!holds(10, NULL, "ada"));
    CHECK(holds(11, NULL, "ada"));
    CHECK(!holds(11, NULL, "bob"));
}

static void after_a_gap_everything_is_in_doubt(void)
{
    begin();
    CHECK(holds(20, NULL, "ada"));
    lost(30, NOW);
    CHECK(!holds(20, NULL, "ada"));
    CHECK(!holds(29, NULL, "ada"));
    CHECK(holds(30, NULL, "ada"));
}

/* A backup was restored: numbers begin again lower, and name other events. */
static void a_stream_that_went_back_begins_anew(void)
{
    begin();
    const struct event e = event_of(11, "ada", NULL, "ada");
    told(&e, 1, 11);
    lost(5, NOW + 1);
    CHECK(!holds(5, NULL, "bob"));
    CHECK(!holds(11, NULL, "bob")); /* of the time before */
    CHECK(vouching_holds(&self, &(struct said){NOW + 1, 5, about_whom(NULL, "bob")}, NOW + 1));
}

int main(void)
{
    return check_run((struct check[]){
        CASE(nothing_is_vouched_for_before_the_stream_is_heard_of),
        CASE(what_was_read_before_the_beginning_is_not_vouched_for),
        CASE(a_silent_stream_vouches_for_nothing),
        CASE(an_event_makes_old_what_is_about_the_same_person),
        CASE(a_consent_does_not_make_the_client_old),
        CASE(a_reply_that_comes_late_is_not_believed),
        CASE(after_a_gap_everything_is_in_doubt),
        CASE(a_stream_that_went_back_begins_anew),
        {0},
    });
}
