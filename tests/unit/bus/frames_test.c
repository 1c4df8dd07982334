/* frames_test.c - messages that no well-behaved peer would send, in both directions. */
#include "clock.h"
#include "replica.h"
#include "rig.h"
#include "seal.h"
#include "sock.h"
#include <pthread.h>
#include <string.h>
#include <sys/stat.h>

#define PLACE "ipc://bus/usersvc.0.sock"

/* A caller made of bare sockets. */
struct raw {
    void *zmq;
    struct replica *replica;
};

static void raw_open(struct raw *self)
{
    struct keypair admin, server;
    const char *why = NULL;

    CHECK_OK(keyring_own("admin", check_mem(), &admin, &why));
    CHECK_OK(keyring_own("usersvc", check_mem(), &server, &why));
    self->zmq = zmq_ctx_new();
    self->replica = replica_open(self->zmq, &admin, PLACE, server.public_key);
    for (int i = 0; i < 100 && !self->replica->there; i++) {
        rig_sleep(10);
        replica_next_event(self->replica);
    }
    CHECK(self->replica->there);
}

static void raw_close(struct raw *self)
{
    replica_close(&self->replica);
    zmq_ctx_term(self->zmq);
}

static void raw_send(struct raw *self, const char *frame, size_t n, bool more)
{
    CHECK(zmq_send(self->replica->dealer, frame, n, more ? ZMQ_SNDMORE : 0) >= 0);
}

/* The next reply's id and error; "" when none came within ms. */
static const char *raw_reply(struct raw *self, int64_t ms, int64_t *id)
{
    struct frames frames;
    struct reply_envelope envelope;
    const char *why = NULL, *error = "";

    frames_init(&frames);
    for (int64_t i = 0; i < ms / 10 && !sock_has(self->replica->dealer, ZMQ_POLLIN); i++)
        rig_sleep(10);
    if (frames_recv(self->replica->dealer, NULL, &frames) == FRAMES_GOOD) {
        CHECK_OK(msg_decode(&reply_envelope_desc, frame_bytes(&frames.envelope), MSG_REFUSE_UNKNOWN,
                            check_mem(), &envelope, &why));
        *id = envelope.id;
        error = envelope.error;
    }
    frames_done(&frames);
    return error;
}

/* A whole, good request; its answer must come, whatever was sent before. */
static void is_served(struct raw *self)
{
    struct call c;
    struct buf body;
    struct frames frames;
    const char *why = NULL;
    int64_t id = 0;

    call_begin(&c, check_mem(), NULL, 3000);
    buf_init(&body, check_mem(), 64);
    CHECK_OK(msg_encode(&person_ref_desc, &(struct person_ref){.id = "x"}, &body, &why));
    CHECK_OK(
        seal_request(&c, &usersvc_person_get_method, 77, c.deadline, buf_bytes(&body), &frames));
    CHECK(replica_send(self->replica, &frames));
    CHECK_STR(raw_reply(self, 2000, &id), "OK");
    CHECK_INT(id, 77);
}

static void messages_without_two_frames_are_dropped(void)
{
    struct common_config config;
    struct rig_server server;
    struct raw raw;
    int64_t id = 0;

    rig_folder();
    config = rig_config();
    rig_serve(&server, &config);
    raw_open(&raw);
    raw_send(&raw, "", 0, false);
    raw_send(&raw, "one", 3, false);
    raw_send(&raw, "one", 3, true), raw_send(&raw, "two", 3, true);
    raw_send(&raw, "three", 5, false);
    for (int i = 0; i < 100; i++)
        raw_send(&raw, "many", 4, i < 99);
    CHECK_STR(raw_reply(&raw, 200, &id), "");
    is_served(&raw);
    raw_close(&raw);
    rig_serve_end(&server);
}

static void envelopes_of_garbage_are_refused(void)
{
    static const char garbage[] = "\xc1\xff\x00garbage\xdf\xff\xff\xff\xff";
    struct common_config config;
    struct rig_server server;
    struct raw raw;
    int64_t id = 9;

    rig_folder();
    config = rig_config();
    rig_serve(&server, &config);
    raw_open(&raw);
    raw_send(&raw, garbage, sizeof garbage - 1, true);
    raw_send(&raw, garbage, sizeof garbage - 1, false);
    CHECK_STR(raw_reply(&raw, 1000, &id), "BAD_MESSAGE");
    CHECK_INT(id, 0);
    raw_send(&raw, "", 0, true), raw_send(&raw, "", 0, false);
    CHECK_STR(raw_reply(&raw, 1000, &id), "BAD_MESSAGE");
    raw_send(&raw, "\x80", 1, true), raw_send(&raw, "\x80", 1, false);
    CHECK_STR(raw_reply(&raw, 1000, &id), "BAD_FIELD");
    is_served(&raw);
    raw_close(&raw);
    rig_serve_end(&server);
}

static void a_frame_that_is_too_long_ends_the_connection_alone(void)
{
    struct common_config config;
    struct rig_server server;
    struct raw raw;
    enum replica_event event = REPLICA_QUIET;

    rig_folder();
    config = rig_config();
    rig_serve(&server, &config);
    struct bus *tokensvc = rig_caller("tokensvc");
    CHECK_OK(rig_get(tokensvc, "before", 3000, NULL));
    raw_open(&raw);
    size_t n = 2 * (size_t)FRAME_REQUEST_MAX;
    char *huge = arena_alloc(check_mem(), n);
    raw_send(&raw, "\x80", 1, true);
    raw_send(&raw, huge, n, false);
    for (int i = 0; i < 100 && event != REPLICA_WENT; i++) {
        rig_sleep(10);
        event = replica_next_event(raw.replica);
    }
    CHECK_INT(event, REPLICA_WENT);
    CHECK_OK(rig_get(tokensvc, "after", 3000, NULL));
    raw_close(&raw);
    bus_close(&tokensvc);
    rig_serve_end(&server);
}

static void the_longest_request_passes(void)
{
    struct common_config config;
    struct rig_server server;
    struct raw raw;
    int64_t id = 0;

    rig_folder();
    config = rig_config();
    rig_serve(&server, &config);
    raw_open(&raw);
    raw_send(&raw, "\x80", 1, true);
    raw_send(&raw, arena_alloc(check_mem(), FRAME_REQUEST_MAX), FRAME_REQUEST_MAX, false);
    CHECK_STR(raw_reply(&raw, 2000, &id), "BAD_FIELD");
    raw_close(&raw);
    rig_serve_end(&server);
}

/* -- a service that answers nonsense ----------------------------------------------------------- */

/* A ROUTER in place of usersvc: answers each request by what `answer` does with it. */
struct imposter {
    void *zmq, *router;
    pthread_t thread;
    void (*answer)(void *router, zmq_msg_t *to, int64_t id);
    _Atomic bool stop;
};

static int64_t id_in(struct frames *frames)
{
    AUTO(arena) mem;
    struct request_envelope envelope = {0};
    const char *why = NULL;

    arena_init(&mem, ARENA_LIMIT);
    if (msg_decode(&request_envelope_desc, frame_bytes(&frames->envelope), MSG_REFUSE_UNKNOWN, &mem,
                   &envelope, &why) != OK)
        return 0;
    return strcmp(envelope.method, "usersvc.person_get") == 0 ? envelope.id : 0;
}

static void *answer_all(void *arg)
{
    struct imposter *self = arg;

    while (!self->stop) {
        struct frames frames;
        zmq_msg_t from;
        zmq_msg_init(&from);
        frames_init(&frames);
        if (frames_recv(self->router, &from, &frames) == FRAMES_GOOD && id_in(&frames))
            self->answer(self->router, &from, id_in(&frames));
        frames_done(&frames);
        zmq_msg_close(&from);
        rig_sleep(5);
    }
    return NULL;
}

static void imposter_open(struct imposter *self,
                          void (*answer)(void *router, zmq_msg_t *to, int64_t id))
{
    struct keypair own;
    const char *why = NULL;

    rig_folder();
    CHECK_INT(mkdir("bus", 0700), 0);
    CHECK_OK(keyring_own("usersvc", check_mem(), &own, &why));
    *self = (struct imposter){.zmq = zmq_ctx_new(), .answer = answer};
    self->router = sock_router(self->zmq, &own);
    CHECK_INT(zmq_bind(self->router, PLACE), 0);
    CHECK_INT(pthread_create(&self->thread, NULL, answer_all, self), 0);
}

static void imposter_close(struct imposter *self)
{
    self->stop = true;
    pthread_join(self->thread, NULL);
    sock_close(&self->router);
    zmq_ctx_term(self->zmq);
}

static void say(void *router, zmq_msg_t *to, const char *a, size_t a_n, const char *b, size_t b_n)
{
    zmq_send(router, zmq_msg_data(to), zmq_msg_size(to), ZMQ_SNDMORE);
    zmq_send(router, a, a_n, b ? ZMQ_SNDMORE : 0);
    if (b)
        zmq_send(router, b, b_n, 0);
}

static void reply(void *router, zmq_msg_t *to, int64_t id, const char *error)
{
    AUTO(arena) mem;
    struct frames frames;

    arena_init(&mem, ARENA_LIMIT);
    seal_reply(id, error, &mem, &frames);
    if (!frames_send(router, to, &frames))
        frames_done(&frames);
}

static void answer_garbage(void *router, zmq_msg_t *to, int64_t id)
{
    (void)id;
    say(router, to, "one", 3, NULL, 0);
    say(router, to, "\xc1", 1, "\xc1", 1);
    say(router, to, "", 0, "", 0);
}

static void answer_others(void *router, zmq_msg_t *to, int64_t id)
{
    reply(router, to, id + 1, "OK");
    reply(router, to, 0, "SURPRISE");
    reply(router, to, ID_UNHEARD, "OK");
}

static void answer_unknown_error(void *router, zmq_msg_t *to, int64_t id)
{
    reply(router, to, id, "NO_SUCH_ERROR");
}

static void answer_without_body(void *router, zmq_msg_t *to, int64_t id)
{
    reply(router, to, id, "OK");
}

static void answer_twice(void *router, zmq_msg_t *to, int64_t id)
{
    reply(router, to, id, "NOT_FOUND");
    reply(router, to, id, "DISABLED");
}

static const struct {
    void (*answer)(void *router, zmq_msg_t *to, int64_t id);
    enum err outcome;
} answers[] = {
    {answer_garbage, ERR_DEADLINE},        {answer_others, ERR_DEADLINE},
    {answer_unknown_error, ERR_BAD_REPLY}, {answer_without_body, ERR_BAD_REPLY},
    {answer_twice, ERR_NOT_FOUND},
};

static void nonsense_from_a_service_harms_nobody(void)
{
    for (size_t i = 0; i < ARRAY_LEN(answers); i++) {
        struct imposter imposter;
        imposter_open(&imposter, answers[i].answer);
        struct bus *admin = rig_caller("admin");
        CHECK_ERR(rig_get(admin, "anybody", 500, NULL), answers[i].outcome);
        CHECK_ERR(rig_get(admin, "anybody", 500, NULL), answers[i].outcome);
        bus_close(&admin);
        imposter_close(&imposter);
        CHECK_INT(rename("keys", arena_printf(check_mem(), "keys.%zu", i)), 0);
        CHECK_INT(rename("bus", arena_printf(check_mem(), "bus.%zu", i)), 0);
    }
}

static void long_replies_pass_up_to_the_bound(void)
{
    struct common_config config;
    struct rig_server server;

    rig_folder();
    config = rig_config();
    rig_serve(&server, &config);
    struct bus *admin = rig_caller("admin");
    CHECK_OK(rig_get(admin, "big-2048", 3000, NULL));
    CHECK_ERR(rig_get(admin, "big-2049", 3000, NULL), ERR_INTERNAL); /* the contract's own bound */
    CHECK_OK(rig_get(admin, "anybody", 3000, NULL));
    bus_close(&admin);
    rig_serve_end(&server);
}

int main(int argc, char **argv)
{
    return rig_main(argc, argv,
                    (struct check[]){
                        CASE(messages_without_two_frames_are_dropped),
                        CASE(envelopes_of_garbage_are_refused),
                        CASE(a_frame_that_is_too_long_ends_the_connection_alone),
                        CASE(the_longest_request_passes),
                        CASE(nonsense_from_a_service_harms_nobody),
                        CASE(long_replies_pass_up_to_the_bound),
                        {0},
                    });
}
