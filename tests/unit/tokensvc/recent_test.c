/* What is remembered of other services' replies: how long, for whom, how much. */
#include "clock.h"
#include "recent.h"
#include "rig.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static bool any(const void *reply, const void *arg)
{
    (void)reply, (void)arg;
    return true;
}

static bool none(const void *reply, const void *arg)
{
    (void)reply, (void)arg;
    return false;
}

static int64_t ask_of(struct rig *rig, const char *tenant, const char *person,
                      bool (*good)(const void *reply, const void *arg))
{
    AUTO(arena) mem;
    struct person_standing_reply reply;

    arena_init(&mem, ARENA_LIMIT);
    struct call c = rig_call(rig, &mem);
    c.tenant = tenant;
    const struct person_ref ref = {.id = person};
    const struct question q = {&usersvc_person_standing_method, &ref, good, NULL, .person = person};
    enum err e = recent_ask(rig->svc->recent, &c, &q, &reply);
    return e ? -1 : reply.generation;
}

static int64_t ask(struct rig *rig)
{
    return ask_of(rig, "default", "ada", any);
}

static void a_reply_counts_for_a_second(void)
{
    struct rig *rig = rig_open();

    CHECK_INT(ask(rig), 5);
    rig->person.generation = 6;
    rig_pass(rig, RECENT_KEEP - 1);
    CHECK_INT(ask(rig), 5);
    rig_pass(rig, 1);
    CHECK_INT(ask(rig), 6);
    CHECK_INT(rig->asked[ASKED_PERSON], 2);
    rig_close();
}

static void dawdle(struct rig *self, const char *method)
{
    (void)method;
    rig_pass(self, 400);
}

static void the_second_begins_when_the_question_is_asked(void)
{
    struct rig *rig = rig_open();

    rig->on_ask = dawdle;
    CHECK_INT(ask(rig), 5);
    rig->on_ask = NULL;
    rig_pass(rig, RECENT_KEEP - 400 - 1);
    CHECK_INT(ask(rig), 5);
    CHECK_INT(rig->asked[ASKED_PERSON], 1);
    rig_pass(rig, 1);
    CHECK_INT(ask(rig), 5);
    CHECK_INT(rig->asked[ASKED_PERSON], 2);
    rig_close();
}

static void what_does_not_do_is_asked_again(void)
{
    struct rig *rig = rig_open();

    CHECK_INT(ask(rig), 5);
    rig->person.generation = 6;
    CHECK_INT(ask_of(rig, "default", "ada", none), 6);
    CHECK_INT(ask(rig), 6); /* the newer one is remembered */
    CHECK_INT(rig->asked[ASKED_PERSON], 2);
    rig_close();
}

/* Notes the generation that it sees; the sixth is the only good one. */
static bool sixth(const void *reply, const void *arg)
{
    int64_t *const *seen = arg;

    **seen = ((const struct person_standing_reply *)reply)->generation;
    return **seen == 6;
}

static void the_reply_that_counts_is_looked_at_last(void)
{
    struct rig *rig = rig_open();
    int64_t seen = 0, *at = &seen;
    const struct person_ref ref = {.id = "ada"};
    const struct question q = {&usersvc_person_standing_method, &ref, sixth, &at, .person = "ada"};
    static const int64_t now[] = {5, 6, 6, 7};
    struct person_standing_reply reply;

    for (size_t i = 0; i < ARRAY_LEN(now); i++) {
        struct call c = rig_call(rig, check_mem());
        rig->person.generation = now[i];
        CHECK_OK(recent_ask(rig->svc->recent, &c, &q, &reply));
        CHECK_INT(seen, reply.generation);
        CHECK_INT(seen, now[i] == 7 ? 6 : now[i]); /* what is good need not be asked again */
    }
    CHECK_INT(rig->asked[ASKED_PERSON], 2);
    rig_close();
}

static void tenants_and_requests_are_kept_apart(void)
{
    struct rig *rig = rig_open();

    CHECK_INT(ask(rig), 5);
    rig->person.generation = 6;
    CHECK_INT(ask_of(rig, "another", "ada", any), 6);
    CHECK_INT(ask_of(rig, "default", "bob", any), 6);
    CHECK_INT(ask(rig), 5);
    rig_close();
}

/* usersvc tells that nothing is new, or what is: event 0 is none. */
static void tell(struct rig *rig, int64_t number, const char *person)
{
    const struct event e = {.number = number, .kind = "person_updated", .person = person};
    const struct news news = {
        .service = "usersvc",
        .events = &e,
        .n = number ? 1 : 0,
        .head = number ? number : rig->person.as_of,
        .asked_at = clock_steady(),
        .complete = true,
    };

    recent_told(rig->svc->recent, &news);
}

static void what_the_stream_vouches_for_counts_for_longer(void)
{
    struct rig *rig = rig_open();

    rig->person.as_of = 10;
    tell(rig, 0, NULL);
    CHECK_INT(ask(rig), 5);
    for (int i = 0; i < 59; i++) {
        rig_pass(rig, 1000);
        tell(rig, 0, NULL);
        CHECK_INT(ask(rig), 5);
    }
    CHECK_INT(rig->asked[ASKED_PERSON], 1);
    recent_sweep(rig->svc->recent);
    CHECK_INT(ask(rig), 5);
    CHECK_INT(rig->asked[ASKED_PERSON], 1);
    rig_pass(rig, 1000);
    tell(rig, 0, NULL);
    CHECK_INT(ask(rig), 5);
    CHECK_INT(rig->asked[ASKED_PERSON], 2); /* but not for ever */
    rig_close();
}

static void when_the_stream_falls_silent_only_the_second_counts(void)
{
    struct rig *rig = rig_open();

    tell(rig, 0, NULL);
    CHECK_INT(ask(rig), 5);
    rig->person.generation = 6;
    rig_pass(rig, 500);
    tell(rig, 0, NULL);
    rig_pass(rig, 999);
    CHECK_INT(ask(rig), 5);
    rig_pass(rig, 1);
    CHECK_INT(ask(rig), 6);
    rig_close();
}

static void an_event_ends_what_was_vouched_for(void)
{
    struct rig *rig = rig_open();

    rig->person.as_of = 10;
    tell(rig, 0, NULL);
    CHECK_INT(ask(rig), 5);
    CHECK_INT(ask_of(rig, "default", "bob", any), 5);
    rig->person.generation = 6;
    tell(rig, 11, "ada"); /* not even the second counts now */
    CHECK_INT(ask_of(rig, "default", "bob", any), 5);
    CHECK_INT(ask(rig), 6);
    rig_close();
}

/* The news overtook the reply, which was read before the event. */
static void dawdle_and_tell(struct rig *rig, const char *method)
{
    (void)method;
    tell(rig, 11, "ada");
}

static void a_reply_that_is_older_than_the_news_is_not_vouched_for(void)
{
    struct rig *rig = rig_open();

    rig->person.as_of = 10;
    tell(rig, 0, NULL);
    rig->on_ask = dawdle_and_tell;
    CHECK_INT(ask(rig), 5);
    rig->on_ask = NULL;
    rig->person = (struct person_standing_reply){.generation = 6, .active = true, .as_of = 11};
    CHECK_INT(ask(rig), 6);
    rig_pass(rig, RECENT_KEEP);
    tell(rig, 0, NULL);
    CHECK_INT(ask(rig), 6); /* this one is */
    CHECK_INT(rig->asked[ASKED_PERSON], 2);
    rig_close();
}

static void faults_are_not_remembered(void)
{
    struct rig *rig = rig_open();

    rig->down = "usersvc";
    CHECK_INT(ask(rig), -1);
    rig->down = NULL;
    CHECK_INT(ask(rig), 5);
    rig_pass(rig, RECENT_KEEP);
    rig->down = "usersvc";
    CHECK_INT(ask(rig), -1); /* and what is too old does not stand in */
    rig_close();
}

static void nothing_is_remembered_when_told_so(void)
{
    struct rig *rig = rig_open();

    recent_keep_for(rig->svc->recent, 0);
    CHECK_INT(ask(rig), 5);
    CHECK_INT(ask(rig), 5);
    CHECK_INT(rig->asked[ASKED_PERSON], 2);
    rig_close();
}

static void long_replies_are_not_remembered(void)
{
    struct rig *rig = rig_open();
    static const char *uris[16];
    char *uri = arena_alloc(check_mem(), 1025);
    struct client_record_reply record;
    const struct client_ref ref = {"app"};
    const struct question q = {&authsvc_client_record_method, &ref, any, NULL, .client_id = "app"};

    memset(uri, 'x', 1024);
    for (size_t i = 0; i < ARRAY_LEN(uris); i++)
        uris[i] = uri;
    rig->client.redirect_uris = (struct strs){uris, ARRAY_LEN(uris)};
    for (int i = 0; i < 2; i++) {
        struct call c = rig_call(rig, check_mem());
        CHECK_OK(recent_ask(rig->svc->recent, &c, &q, &record));
        CHECK_INT(record.client->redirect_uris.n, 16);
    }
    CHECK_INT(rig->asked[ASKED_RECORD], 2);
    rig_close();
}

/* More people than there is room for: what is forgotten is asked for, and nobody gets another's. */
static void the_crowd_is_kept_apart(void)
{
    struct rig *rig = rig_open();

    for (int i = 0; i < 6000; i++) {
        rig->person.generation = i + 1;
        CHECK_INT(ask_of(rig, "default", arena_printf(check_mem(), "p%d", i), any), i + 1);
    }
    rig->person.generation = 7777;
    for (int i = 0; i < 6000; i++) {
        int64_t g = ask_of(rig, "default", arena_printf(check_mem(), "p%d", i), any);
        CHECK(g == i + 1 || g == 7777);
    }
    CHECK(rig->asked[ASKED_PERSON] < 12000);
    recent_sweep(rig->svc->recent);
    rig_pass(rig, RECENT_VOUCHED);
    recent_sweep(rig->svc->recent);
    rig_close();
}

static atomic_int wrong;

static void *hammer(void *arg)
{
    struct rig *rig = arg;

    for (int i = 0; i < 3000; i++) {
        char name[8] = {'p', (char)('a' + i % 20), '\0'};
        int64_t g = ask_of(rig, "default", name, i % 7 ? any : none);
        wrong += g != 5;
        if (i % 500 == 0)
            recent_sweep(rig->svc->recent);
    }
    return NULL;
}

static void threads_may_ask_at_once(void)
{
    struct rig *rig = rig_open();
    pthread_t threads[4];

    wrong = 0;
    for (size_t i = 0; i < ARRAY_LEN(threads); i++)
        CHECK(pthread_create(&threads[i], NULL, hammer, rig) == 0);
    for (size_t i = 0; i < ARRAY_LEN(threads); i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
    CHECK_INT(wrong, 0);
    rig_close();
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_reply_counts_for_a_second),
        CASE(the_second_begins_when_the_question_is_asked),
        CASE(what_does_not_do_is_asked_again),
        CASE(the_reply_that_counts_is_looked_at_last),
        CASE(tenants_and_requests_are_kept_apart),
        CASE(what_the_stream_vouches_for_counts_for_longer),
        CASE(when_the_stream_falls_silent_only_the_second_counts),
        CASE(an_event_ends_what_was_vouched_for),
        CASE(a_reply_that_is_older_than_the_news_is_not_vouched_for),
        CASE(faults_are_not_remembered),
        CASE(nothing_is_remembered_when_told_so),
        CASE(long_replies_are_not_remembered),
        CASE(the_crowd_is_kept_apart),
        CASE(threads_may_ask_at_once),
        {0},
    });
}
