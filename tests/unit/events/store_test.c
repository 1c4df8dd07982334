/* store_test - a stream: in the transaction of the change, without holes, chained. */
#include "stream.h"
#include <pthread.h>
#include <string.h>

static struct store *store;
static struct call call;

static void begin(void)
{
    store = stream_open(true);
    call = stream_call(check_mem());
}

static struct event about(const char *subject)
{
    return (struct event){.subject = subject, .person = subject};
}

static void add(const char *subject)
{
    struct event e = about(subject);

    CHECK_OK(stream_append(store, &call, &e));
}

static void an_empty_stream_has_no_head(void)
{
    begin();
    struct events_since_reply a = stream_since(store, 0, 0);
    CHECK_INT(a.events.n, 0);
    CHECK_INT(a.head, 0);
    CHECK_INT(a.base, 0);
    CHECK_BYTES(a.base_hash, ((struct bytes){(uint8_t[EVENT_HASH_LEN]){0}, EVENT_HASH_LEN}));
    store_close(&store);
}

static void an_event_says_what_who_and_when(void)
{
    begin();
    struct event e = {.subject = "p1",
                      .person = "p1",
                      .client_id = "c_1",
                      .before = "{\"disabled\":false}",
                      .after = "{\"disabled\":true}",
                      .sealed = bytes_of("not to be read")};
    CHECK(!call.stirred);
    CHECK_OK(stream_append(store, &call, &e));
    CHECK(call.stirred);

    struct events_since_reply a = stream_since(store, 0, 0);
    CHECK_INT(a.events.n, 1);
    CHECK_INT(a.head, 1);
    const struct event *got = &a.events.v[0];
    CHECK_INT(got->number, 1);
    CHECK_INT(got->at, 1000);
    CHECK_STR(got->kind, "person_added");
    CHECK_STR(got->by, "admin");
    CHECK_STR(got->subject, e.subject);
    CHECK_STR(got->person, e.person);
    CHECK_STR(got->client_id, e.client_id);
    CHECK_STR(got->before, e.before);
    CHECK_STR(got->after, e.after);
    CHECK_BYTES(got->sealed, e.sealed);
    CHECK_STR(stream_fault(store), NULL);
    store_close(&store);
}

static void a_person_who_acts_is_the_author(void)
{
    const struct actor actor = {.person = "p7"};

    begin();
    call.role = ROLE_GATEWAY;
    call.actor = &actor;
    add("p1");
    CHECK_STR(stream_since(store, 0, 0).events.v[0].by, "p7");
    store_close(&store);
}

static enum err append_and_fail(struct db *db, void *arg)
{
    struct event e = about(arg);
    enum err err = event_append(db, &call, EVENT_person_added, &e);

    return err ? err : ERR_EXISTS;
}

static void a_unit_that_fails_leaves_no_event_and_no_hole(void)
{
    begin();
    add("p1");
    CHECK_ERR(store_write(store, append_and_fail, (char[]){"p2"}), ERR_EXISTS);
    CHECK_INT(stream_since(store, 0, 0).head, 1);
    add("p3");
    struct events_since_reply a = stream_since(store, 1, 0);
    CHECK_INT(a.events.n, 1);
    CHECK_INT(a.events.v[0].number, 2);
    CHECK_STR(a.events.v[0].subject, "p3");
    CHECK_STR(stream_fault(store), NULL);
    store_close(&store);
}

static enum err append_two(struct db *db, void *arg)
{
    struct event e = about("p1");
    enum err err = event_append(db, arg, EVENT_person_added, &e);

    e.subject = "p2";
    return err ? err : event_append(db, arg, EVENT_person_deleted, &e);
}

static void a_unit_may_write_several(void)
{
    begin();
    CHECK_OK(store_write(store, append_two, &call));
    struct events_since_reply a = stream_since(store, 0, 0);
    CHECK_INT(a.events.n, 2);
    CHECK_STR(a.events.v[1].kind, "person_deleted");
    CHECK_STR(stream_fault(store), NULL);
    store_close(&store);
}

static void an_event_that_breaks_the_contract_undoes_the_unit(void)
{
    begin();
    struct event e = {.subject = ""};
    CHECK_ERR(stream_append(store, &call, &e), ERR_INTERNAL);
    CHECK_HAS(call.detail, "subject");
    CHECK_INT(stream_since(store, 0, 0).head, 0);
    store_close(&store);
}

/* -- pages ------------------------------------------------------------------------------------- */

static void a_page_ends_where_it_was_told_to(void)
{
    begin();
    for (int i = 0; i < 105; i++)
        add("p");
    struct events_since_reply a = stream_since(store, 0, 0);
    CHECK_INT(a.events.n, 100);
    CHECK_INT(a.head, 105);
    a = stream_since(store, 100, 0);
    CHECK_INT(a.events.n, 5);
    CHECK_INT(a.events.v[0].number, 101);
    CHECK_INT(stream_since(store, 3, 2).events.n, 2);
    CHECK_INT(stream_since(store, 105, 0).events.n, 0);
    CHECK_INT(stream_since(store, 9999, 0).events.n, 0);
    store_close(&store);
}

static const char *filled(size_t n)
{
    char *json = arena_alloc(check_mem(), n + 1);

    memset(json, ' ', n);
    json[0] = '{';
    json[n - 1] = '}';
    return json;
}

/* The largest events there can be: a page of them still fits into a frame and an arena. */
static void a_page_is_bounded_in_bytes(void)
{
    enum { FRAME = 256 << 10, LARGEST = 16384, SEALED = 49152 };
    uint8_t *sealed = arena_alloc(check_mem(), SEALED);
    const char *json = filled(LARGEST);
    int64_t after = 0;
    const char *why = NULL;

    begin();
    for (int i = 0; i < 20; i++) {
        struct event e = {
            .subject = "p", .before = json, .after = json, .sealed = {sealed, SEALED}};
        CHECK_OK(stream_append(store, &call, &e));
    }
    while (after < 20) {
        AUTO(arena) mem;
        struct buf out;
        struct events_since_reply a = {0};
        arena_init(&mem, ARENA_LIMIT);
        struct call c = stream_call(&mem);
        CHECK_OK(event_store_since(store, &c, &(struct events_since_request){.after = after}, &a));
        CHECK(a.events.n > 0);
        buf_init(&out, &mem, 512);
        CHECK_OK(msg_encode(&events_since_reply_desc, &a, &out, &why));
        CHECK(out.n < FRAME);
        after += (int64_t)a.events.n;
    }
    CHECK_STR(stream_fault(store), NULL);
    store_close(&store);
}

/* -- tampering --------------------------------------------------------------------------------- */

static void whatever_is_changed_is_found(void)
{
    static const char *const changes[] = {
        "UPDATE event SET at = at + 1 WHERE number = 2",
        "UPDATE event SET kind = 'person_deleted' WHERE number = 2",
        "UPDATE event SET subject = 'p9' WHERE number = 2",
        "UPDATE event SET person = NULL WHERE number = 2",
        "UPDATE event SET client_id = 'c_1' WHERE number = 2",
        "UPDATE event SET done_by = 'p9' WHERE number = 2",
        "UPDATE event SET before_json = '{}' WHERE number = 2",
        "UPDATE event SET after_json = '{}' WHERE number = 2",
        "UPDATE event SET sealed = hash WHERE number = 2",
        "UPDATE event SET hash = (SELECT hash FROM event WHERE number = 1) WHERE number = 2",
        "DELETE FROM event WHERE number = 2",
        "DELETE FROM event WHERE number = 1",
    };

    for (size_t i = 0; i < ARRAY_LEN(changes); i++) {
        begin();
        for (int n = 0; n < 3; n++)
            add("p1");
        CHECK_STR(stream_fault(store), NULL);
        stream_tamper(store, changes[i]);
        if (!stream_fault(store))
            check_failed(__FILE__, __LINE__, "not found: %s", changes[i]);
        stream_tamper(store, "DELETE FROM event");
        store_close(&store);
    }
}

/* -- threads ----------------------------------------------------------------------------------- */

enum { THREADS = 8, EACH = 50 };

static void *append_many(void *arg)
{
    enum err *out = arg;

    for (int i = 0; i < EACH && !*out; i++) {
        AUTO(arena) mem;
        arena_init(&mem, ARENA_LIMIT);
        struct call c = stream_call(&mem);
        struct event e = about("p");
        *out = stream_append(store, &c, &e);
    }
    return NULL;
}

/* Whoever reads in the middle of it sees a prefix of the stream, never N + 1 without N. */
static void many_at_once_leave_no_hole(void)
{
    pthread_t threads[THREADS];
    enum err results[THREADS] = {OK};

    store = stream_open(false);
    for (size_t i = 0; i < THREADS; i++)
        CHECK_INT(pthread_create(&threads[i], NULL, append_many, &results[i]), 0);
    int64_t after = 0;
    while (after < (int64_t)THREADS * EACH) {
        AUTO(arena) mem;
        struct events_since_reply a = {0};
        arena_init(&mem, ARENA_LIMIT);
        struct call c = stream_call(&mem);
        CHECK_OK(event_store_since(store, &c, &(struct events_since_request){.after = after}, &a));
        for (size_t i = 0; i < a.events.n; i++)
            CHECK_INT(a.events.v[i].number, ++after);
    }
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    for (size_t i = 0; i < THREADS; i++)
        CHECK_OK(results[i]);
    CHECK_STR(stream_fault(store), NULL);
    store_close(&store);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(an_empty_stream_has_no_head),
        CASE(an_event_says_what_who_and_when),
        CASE(a_person_who_acts_is_the_author),
        CASE(a_unit_that_fails_leaves_no_event_and_no_hole),
        CASE(a_unit_may_write_several),
        CASE(an_event_that_breaks_the_contract_undoes_the_unit),
        CASE(a_page_ends_where_it_was_told_to),
        CASE(a_page_is_bounded_in_bytes),
        CASE(whatever_is_changed_is_found),
        CASE(many_at_once_leave_no_hole),
        {0},
    });
}
