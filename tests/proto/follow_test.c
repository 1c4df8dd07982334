/* Keeping up with a stream: pages, gaps, failures, and when news are complete. */
#include "check.h"
#include "clock.h"
#include "follow.h"
#include "messages.h"

enum { NOW = 7000000, MANY = 250 };

static int64_t wall(void *self)
{
    (void)self;
    return 1700000000000;
}

static int64_t steady_ms;

static int64_t steady(void *self)
{
    (void)self;
    return steady_ms;
}

static struct clock_source source = {wall, steady, NULL};

/* -- the service that is followed -------------------------------------------------------------- */

static struct stream {
    int64_t head, base;
    int asked, fails;     /* so many of the next questions fail */
    int64_t grows, takes; /* with each question: so many events come, so many ms pass */
} stream;

static enum err answer(struct call *c, const struct events_since_request *q,
                       struct rpc_reply *reply)
{
    static const uint8_t zero[32];
    struct event *events = arena_array(c->mem, 100, sizeof *events);
    struct events_since_reply a = {
        .events.v = events, .head = stream.head, .base = stream.base, .base_hash = {zero, 32}};
    int64_t from = q->after > stream.base ? q->after : stream.base;
    const char *why = NULL;
    struct buf out;

    for (int64_t n = from; n < stream.head && a.events.n < 100;)
        events[a.events.n++] = (struct event){
            .number = ++n, .at = 1, .kind = "x", .subject = "x", .by = "x", .hash = {zero, 32}};
    buf_init(&out, c->mem, 4096);
    CHECK_OK(msg_encode(&events_since_reply_desc, &a, &out, &why));
    reply->body = buf_bytes(&out);
    stream.head += stream.grows;
    steady_ms += stream.takes;
    return OK;
}

static enum err carry(struct rpc *rpc, struct call *c, const struct rpc_request *request,
                      struct rpc_reply *reply)
{
    struct events_since_request q;
    const char *why = NULL;

    (void)rpc;
    CHECK_STR(request->service, "usersvc");
    CHECK_OK(msg_decode(&events_since_request_desc, request->body, MSG_REFUSE_UNKNOWN, c->mem, &q,
                        &why));
    stream.asked++;
    if (stream.fails) {
        stream.fails--;
        return ERR_UNAVAILABLE;
    }
    return answer(c, &q, reply);
}

/* -- who follows ------------------------------------------------------------------------------- */

static struct told {
    int times, gaps, complete, refuse;
    int64_t events, next, head, asked_at; /* next: the number that has to come */
} told;

static int64_t begins_at;

static enum err begin_there(void *state, struct call *c, int64_t *after)
{
    (void)state, (void)c;
    *after = begins_at;
    return OK;
}

static enum err listen(void *state, struct call *c, const struct news *news)
{
    (void)state, (void)c;
    if (told.refuse) {
        told.refuse--;
        return ERR_STORAGE;
    }
    told.times++;
    told.gaps += news->gap;
    told.complete += news->complete;
    for (size_t i = 0; i < news->n; i++) {
        CHECK(news->gap || !told.next || news->events[i].number == told.next);
        told.next = news->events[i].number + 1;
        told.events++;
    }
    told.head = news->head;
    told.asked_at = news->asked_at;
    return OK;
}

static const struct followed row = {"usersvc", begin_there, listen};
static struct follow follow;

static enum err step(void)
{
    static struct rpc rpc = {carry};
    struct call c;

    call_begin(&c, check_mem(), &rpc, 1000);
    return follow_step(&follow, &c);
}

static void begin(int64_t at, int64_t head)
{
    clock_replace(&source);
    steady_ms = NOW;
    stream = (struct stream){.head = head};
    told = (struct told){0};
    begins_at = at;
    follow = (struct follow){.row = &row};
}

static void it_begins_at_the_head(void)
{
    begin(-1, 40);
    CHECK_OK(step());
    CHECK_INT(told.events, 0);
    CHECK_INT(told.complete, 1);
    CHECK_INT(told.head, 40);
    stream.head = 42;
    CHECK_OK(step());
    CHECK_INT(told.events, 2);
    CHECK_INT(told.next, 43);
}

static void it_begins_where_it_was(void)
{
    begin(38, 40);
    CHECK_OK(step());
    CHECK_INT(told.events, 2);
    CHECK_INT(told.head, 40);
}

static void many_come_by_pages(void)
{
    begin(0, MANY);
    CHECK_OK(step());
    CHECK_INT(told.events, MANY);
    CHECK_INT(told.times, 3);
    CHECK_INT(told.complete, 1); /* the last */
    CHECK_INT(told.gaps, 0);
}

/* Complete means: as of when the step began, however long it took. */
static void it_is_as_old_as_its_question(void)
{
    begin(0, MANY);
    stream.takes = 300;
    CHECK_OK(step());
    CHECK_INT(told.asked_at, NOW);
    CHECK(clock_steady() > NOW + 600);
}

/* A stream that grows faster than it is read does not keep the step for ever. */
static void what_comes_meanwhile_is_left_for_the_next_step(void)
{
    begin(0, 150);
    stream.grows = 1000;
    CHECK_OK(step());
    CHECK_INT(told.complete, 1);
    CHECK_INT(told.events, 200);
    CHECK_INT(stream.asked, 2);
}

static void a_failed_question_is_asked_again(void)
{
    begin(0, MANY);
    stream.fails = 1;
    CHECK_ERR(step(), ERR_UNAVAILABLE);
    CHECK_INT(told.times, 0);
    CHECK_OK(step());
    CHECK_INT(told.events, MANY);
}

static void what_was_not_taken_comes_again(void)
{
    begin(0, 10);
    told.refuse = 1;
    CHECK_ERR(step(), ERR_STORAGE);
    CHECK_OK(step());
    CHECK_INT(told.events, 10);
}

static void what_was_removed_unread_is_a_gap(void)
{
    begin(5, 60);
    stream.base = 50;
    CHECK_OK(step());
    CHECK_INT(told.gaps, 1);
    CHECK_INT(told.events, 10);
    CHECK_OK(step());
    CHECK_INT(told.gaps, 1);
}

static void a_stream_that_went_back_is_a_gap(void)
{
    begin(-1, 60);
    CHECK_OK(step());
    stream.head = 20;
    CHECK_OK(step());
    CHECK_INT(told.gaps, 1);
    CHECK_INT(told.head, 20);
    CHECK_INT(told.events, 0);
    stream.head = 21;
    told.next = 21;
    CHECK_OK(step());
    CHECK_INT(told.gaps, 1);
    CHECK_INT(told.events, 1);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(it_begins_at_the_head),
        CASE(it_begins_where_it_was),
        CASE(many_come_by_pages),
        CASE(it_is_as_old_as_its_question),
        CASE(what_comes_meanwhile_is_left_for_the_next_step),
        CASE(a_failed_question_is_asked_again),
        CASE(what_was_not_taken_comes_again),
        CASE(what_was_removed_unread_is_a_gap),
        CASE(a_stream_that_went_back_is_a_gap),
        {0},
    });
}
