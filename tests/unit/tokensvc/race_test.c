/* Many threads at one family, through the thread that writes: what they may get between them. */
#include "random.h"
#include "rig.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 50 };

struct runner {
    pthread_t thread;
    struct rig *rig;
    pthread_barrier_t *start;
    const struct token_request *q;
    struct arena mem;
    struct token_reply reply;
    enum err result;
};

static struct token_request complete(const struct token_request *q, struct arena *mem)
{
    struct token_request full = *q;

    full.client_id = "app";
    full.client_secret = RIG_SECRET;
    full.auth_method = "client_secret_basic";
    full.dialect = "standard";
    full.issuer = RIG_ISSUER;
    full.attempt = random_token(mem, 16);
    return full;
}

static void *run(void *arg)
{
    struct runner *self = arg;

    arena_init(&self->mem, ARENA_LIMIT);
    struct call c = rig_call(self->rig, &self->mem);
    const struct token_request q = complete(self->q, &self->mem);
    pthread_barrier_wait(self->start);
    self->result = on_token(&c, &q, &self->reply);
    return NULL;
}

static struct runner *race(struct rig *rig, const struct token_request *q)
{
    struct runner *all = arena_array(check_mem(), THREADS, sizeof *all);
    pthread_barrier_t start;

    CHECK(pthread_barrier_init(&start, NULL, THREADS) == 0);
    for (size_t i = 0; i < THREADS; i++) {
        all[i].rig = rig;
        all[i].start = &start;
        all[i].q = q;
        CHECK(pthread_create(&all[i].thread, NULL, run, &all[i]) == 0);
    }
    for (size_t i = 0; i < THREADS; i++)
        CHECK(pthread_join(all[i].thread, NULL) == 0);
    pthread_barrier_destroy(&start);
    return all;
}

static void done(struct runner *all)
{
    for (size_t i = 0; i < THREADS; i++)
        arena_done(&all[i].mem);
}

static void all_who_refresh_at_once_get_the_same_successor(void)
{
    static const struct sql HEAD = {"test_head", "SELECT head FROM family"};
    struct rig *rig = rig_open_threaded();
    struct token_reply t;

    CHECK_OK(rig_code(rig, &t));
    struct runner *all = race(rig, &(struct token_request){.grant_type = "refresh_token",
                                                           .refresh_token = t.refresh_token});
    for (size_t i = 0; i < THREADS; i++) {
        CHECK_OK(all[i].result);
        CHECK_STR(all[i].reply.refresh_token, all[0].reply.refresh_token);
        CHECK(i == 0 || strcmp(all[i].reply.access_token, all[0].reply.access_token) != 0);
    }
    CHECK(strcmp(all[0].reply.refresh_token, t.refresh_token) != 0);
    CHECK_INT(rig_count(rig, &HEAD), 2);
    CHECK_OK(rig_refresh(rig, all[0].reply.refresh_token, &t));
    done(all);
    rig_close();
}

/* authsvc gives the code to the first who takes it; to all others it says so. */
static atomic_int taken;

static enum err take_once(struct rpc *rpc, struct call *c, const struct rpc_request *request,
                          struct rpc_reply *reply)
{
    struct rig *rig = (struct rig *)rpc;

    if (request->method != &authsvc_code_take_method)
        return rig_answer(rpc, c, request, reply);
    const struct authorization replayed = {.family = rig->auth.family, .replayed = true};
    const struct authorization *auth = taken++ == 0 ? &rig->auth : &replayed;
    struct buf out;
    const char *why = NULL;
    buf_init(&out, c->mem, 512);
    enum err e = msg_encode(&authorization_desc, auth, &out, &why);
    reply->body = buf_bytes(&out);
    return e;
}

static void of_all_who_redeem_at_once_one_wins_and_keeps_nothing(void)
{
    static const struct sql ALIVE = {"test_alive",
                                     "SELECT count(*) FROM family WHERE ended_at IS NULL"};
    struct rig *rig = rig_open_threaded();
    int won = 0;

    taken = 0;
    rig->rpc.carry = take_once;
    struct runner *all =
        race(rig, &(struct token_request){.grant_type = "authorization_code", .code = "c"});
    rig->rpc.carry = rig_answer;
    for (size_t i = 0; i < THREADS; i++) {
        won += all[i].result == OK;
        CHECK(all[i].result == OK || err_kin(all[i].result) == ERR_INVALID_GRANT);
        CHECK((all[i].result == OK) == (all[i].reply.access_token != NULL));
    }
    CHECK(won <= 1);
    CHECK_INT(taken, THREADS);
    CHECK_INT(rig_count(rig, &ALIVE), 0); /* the code was replayed, in whatever order */
    for (size_t i = 0; i < THREADS; i++)
        CHECK(all[i].result || !rig_active(rig, all[i].reply.access_token));
    done(all);
    rig_close();
}

static void a_chain_that_all_pull_at_stays_one_chain(void)
{
    struct rig *rig = rig_open_threaded();
    struct token_reply t;

    CHECK_OK(rig_code(rig, &t));
    const char *at = t.refresh_token;
    for (int round = 0; round < 8; round++) {
        struct runner *all =
            race(rig, &(struct token_request){.grant_type = "refresh_token", .refresh_token = at});
        at = arena_strdup(check_mem(), all[0].reply.refresh_token);
        for (size_t i = 0; i < THREADS; i++) {
            CHECK_OK(all[i].result);
            CHECK_STR(all[i].reply.refresh_token, at);
        }
        done(all);
    }
    CHECK(rig_active(rig, at));
    rig_close();
}

static void clients_do_not_disturb_each_other(void)
{
    struct rig *rig = rig_open_threaded();
    struct runner *all = race(rig, &(struct token_request){.grant_type = "client_credentials"});

    for (size_t i = 0; i < THREADS; i++) {
        CHECK_OK(all[i].result);
        CHECK(rig_active(rig, all[i].reply.access_token));
    }
    done(all);
    rig_close();
}

int main(void)
{
    return check_run((struct check[]){
        CASE(all_who_refresh_at_once_get_the_same_successor),
        CASE(of_all_who_redeem_at_once_one_wins_and_keeps_nothing),
        CASE(a_chain_that_all_pull_at_stays_one_chain),
        CASE(clients_do_not_disturb_each_other),
        {0},
    });
}
