/* race_test - many threads want the same thing at once; the services use their own threads too. */
#include "app.h"
#include "check.h"
#include "log.h"
#include "random.h"
#include <pthread.h>
#include <string.h>
#include <unistd.h>

enum { THREADS = 50, ROUNDS = 5 };

static struct world *w;
static struct app app;
static struct browser ada;

static struct
try {
    pthread_t thread;
    struct token_request q;
    struct arena mem;
    struct token_reply reply;
    enum err error;
}
tries[THREADS];

static pthread_barrier_t together;

static void *ask(void *arg)
{
    struct try *self = arg;
    struct call c;

    world_call_in(w, ROLE_GATEWAY, &self->mem, &c);
    pthread_barrier_wait(&together);
    self->error = tokensvc_token(&c, &self->q, &self->reply);
    return NULL;
}

/* All threads send q, each as an attempt of its own; how many were answered. */
static int all_at_once(struct token_request q)
{
    int won = 0;

    q.client_id = app.client_id;
    q.client_secret = app.client_secret;
    q.auth_method = "client_secret_basic";
    q.dialect = "standard";
    q.issuer = WORLD_ISSUER;
    pthread_barrier_init(&together, NULL, THREADS);
    for (size_t i = 0; i < THREADS; i++) {
        q.attempt = random_token(check_mem(), 16);
        tries[i] = (struct try){.q = q};
        arena_init(&tries[i].mem, ARENA_LIMIT);
        pthread_create(&tries[i].thread, NULL, ask, &tries[i]);
    }
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(tries[i].thread, NULL);
        won += tries[i].error == OK;
    }
    pthread_barrier_destroy(&together);
    return won;
}

static void forget(void)
{
    for (size_t i = 0; i < THREADS; i++)
        arena_done(&tries[i].mem);
}

static void begin(void)
{
    world_close(&w);
    w = world_threaded();
    app = app_add(w, NULL);
    person_new(w, "ada");
    ada = browser_of(w, "ada");
}

static void fifty_redeem_one_code_and_one_wins_at_most(void)
{
    begin();
    for (int round = 0; round < ROUNDS; round++) {
        struct token_reply none;
        const char *code = browser_code(&ada, &app, "openid");
        int won = all_at_once((struct token_request){.grant_type = "authorization_code",
                                                     .code = code,
                                                     .redirect_uri = APP_CALLBACK,
                                                     .code_verifier = app.verifier});
        CHECK(won <= 1);
        for (size_t i = 0; i < THREADS; i++) {
            if (tries[i].error)
                CHECK_ERR(tries[i].error, ERR_INVALID_GRANT);
            else /* the others' tries were replays: nothing is left alive */
                CHECK_ERR(app_refresh(&app, tries[i].reply.refresh_token, &none),
                          ERR_INVALID_GRANT);
        }
        forget();
    }
    world_close(&w);
}

static void fifty_refresh_one_token_and_get_one_successor(void)
{
    struct token_reply t;

    begin();
    CHECK_OK(app_redeem(&app, browser_code(&ada, &app, "openid"), NULL, &t));
    for (int round = 0; round < ROUNDS; round++) {
        int won = all_at_once((struct token_request){.grant_type = "refresh_token",
                                                     .refresh_token = t.refresh_token});
        CHECK_INT(won, THREADS);
        for (size_t i = 1; i < THREADS; i++)
            CHECK_STR(tries[i].reply.refresh_token, tries[0].reply.refresh_token);
        t.refresh_token = arena_strdup(check_mem(), tries[0].reply.refresh_token);
        forget();
    }
    CHECK_OK(app_refresh(&app, t.refresh_token, &t));
    world_close(&w);
}

/* -- a grant that is ended while its codes are redeemed ---------------------------------------- */

enum { REDEMPTIONS = 8, WITHDRAWALS = 20 };

struct withdrawal {
    pthread_t thread;
    struct grant_ref ref;
    unsigned after; /* µs, so that it meets the redemptions at another place each time */
    enum err error;
};

static void *withdraw(void *arg)
{
    struct withdrawal *self = arg;
    AUTO(arena) mem;
    struct call c;

    arena_init(&mem, ARENA_LIMIT);
    world_call_in(w, ROLE_ADMIN, &mem, &c);
    pthread_barrier_wait(&together);
    usleep(self->after);
    self->error = tokensvc_grant_end(&c, &self->ref, &NOTHING);
    return NULL;
}

/* Each redeems a code of its own. */
static void prepare_redemptions(void)
{
    for (size_t i = 0; i < REDEMPTIONS; i++) {
        const char *code = browser_code(&ada, &app, "openid");
        tries[i] = (struct try){.q = {.grant_type = "authorization_code",
                                      .code = code,
                                      .redirect_uri = APP_CALLBACK,
                                      .code_verifier = app.verifier,
                                      .client_id = app.client_id,
                                      .client_secret = app.client_secret,
                                      .auth_method = "client_secret_basic",
                                      .dialect = "standard",
                                      .issuer = WORLD_ISSUER,
                                      .attempt = random_token(check_mem(), 16)}};
        arena_init(&tries[i].mem, ARENA_LIMIT);
    }
}

static void redeem_and_withdraw(struct withdrawal *end)
{
    pthread_barrier_init(&together, NULL, REDEMPTIONS + 1);
    pthread_create(&end->thread, NULL, withdraw, end);
    for (size_t i = 0; i < REDEMPTIONS; i++)
        pthread_create(&tries[i].thread, NULL, ask, &tries[i]);
    for (size_t i = 0; i < REDEMPTIONS; i++)
        pthread_join(tries[i].thread, NULL);
    pthread_join(end->thread, NULL);
    pthread_barrier_destroy(&together);
    CHECK_OK(end->error);
}

static void none_lives(void)
{
    struct token_reply none;

    for (size_t i = 0; i < REDEMPTIONS; i++) {
        struct try *one = &tries[i];
        if (!one->error) {
            CHECK(!app_active(&app, one->reply.access_token));
            CHECK_ERR(app_refresh(&app, one->reply.refresh_token, &none), ERR_INVALID_GRANT);
        } else {
            CHECK_ERR(one->error, ERR_INVALID_GRANT);
        }
        arena_done(&one->mem);
    }
}

static void nothing_granted_before_a_withdrawal_lives_after_it(void)
{
    struct interaction_step step;
    struct token_reply t;

    begin();
    const char *id = person_new(w, "eve");
    ada = browser_of(w, "eve");
    for (unsigned round = 0; round < WITHDRAWALS; round++) {
        CHECK_OK(app_redeem(&app, browser_code(&ada, &app, "openid"), NULL, &t));
        CHECK(app_active(&app, t.access_token)); /* what it rests on is remembered now */
        prepare_redemptions();
        struct withdrawal end = {.ref = {.person = id, .client_id = app.client_id},
                                 .after = round * 250};
        redeem_and_withdraw(&end);
        none_lives();
        CHECK(!app_active(&app, t.access_token));
        CHECK_OK(browser_begin(&ada, &app, "openid", NULL, &step));
        CHECK(step.consent);
    }
    world_close(&w);
}

static void nobody_hears(void *self, enum log_level level, const char *line)
{
    (void)self, (void)level, (void)line;
}

int main(void)
{
    log_replace(nobody_hears, NULL);
    return check_run((struct check[]){
        CASE(fifty_redeem_one_code_and_one_wins_at_most),
        CASE(fifty_refresh_one_token_and_get_one_successor),
        CASE(nothing_granted_before_a_withdrawal_lives_after_it),
        {0},
    });
}
