/* race_test - many at once, on the store's own writer thread: one wins. */
#include "fixture.h"
#include "words.h"
#include <pthread.h>
#include <string.h>

enum { THREADS = 50 };

static struct auth *auth;
static pthread_barrier_t together;

struct racer {
    pthread_t thread;
    struct code_take_request redemption;
    struct consent_decision decision;
    struct arena mem;
    enum err e;
    struct authorization authorization;
    struct interaction_step step;
};

static struct racer racers[THREADS];

static void race(void *(*run)(void *))
{
    pthread_barrier_init(&together, NULL, THREADS);
    for (size_t i = 0; i < THREADS; i++) {
        arena_init(&racers[i].mem, ARENA_LIMIT);
        pthread_create(&racers[i].thread, NULL, run, &racers[i]);
    }
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(racers[i].thread, NULL);
    pthread_barrier_destroy(&together);
}

/* What the racers got lives in their arenas: to be called when it has been looked at. */
static void done(void)
{
    for (size_t i = 0; i < THREADS; i++)
        arena_done(&racers[i].mem);
    auth_close();
}

static void *redeem(void *arg)
{
    struct racer *self = arg;
    struct call c;

    auth_call_in(auth, &self->mem, &c);
    pthread_barrier_wait(&together);
    self->e = on_code_take(&c, &self->redemption, &self->authorization);
    return NULL;
}

static void of_fifty_redemptions_one_gets_the_code(void)
{
    int won = 0, replayed = 0, other = 0;

    auth = auth_threaded();
    const char *client = auth_client(auth, (struct client_add_request){0});
    const char *code = auth_code(auth, client, auth_sign_in(auth, NULL, NULL), "openid");
    memset(racers, 0, sizeof racers);
    for (size_t i = 0; i < THREADS; i++) {
        racers[i].redemption = auth_redemption(client, code);
        racers[i].redemption.attempt = arena_printf(check_mem(), "attempt-%08zu", i);
    }
    race(redeem);
    for (size_t i = 0; i < THREADS; i++) {
        won += racers[i].e == OK && !racers[i].authorization.replayed;
        replayed += racers[i].e == OK && racers[i].authorization.replayed;
        other += racers[i].e != OK;
    }
    done();
    CHECK_INT(won, 1);
    CHECK_INT(replayed, THREADS - 1);
    CHECK_INT(other, 0);
}

static void of_fifty_asks_of_one_attempt_all_get_the_same(void)
{
    int same = 0;

    auth = auth_threaded();
    const char *client = auth_client(auth, (struct client_add_request){0});
    const char *code = auth_code(auth, client, auth_sign_in(auth, NULL, NULL), "openid");
    memset(racers, 0, sizeof racers);
    for (size_t i = 0; i < THREADS; i++)
        racers[i].redemption = auth_redemption(client, code);
    race(redeem);
    for (size_t i = 0; i < THREADS; i++)
        same += racers[i].e == OK && !racers[i].authorization.replayed &&
                strcmp(racers[i].authorization.family, racers[0].authorization.family) == 0;
    done();
    CHECK_INT(same, THREADS);
}

static void *decide(void *arg)
{
    struct racer *self = arg;
    struct call c;

    auth_call_in(auth, &self->mem, &c);
    pthread_barrier_wait(&together);
    self->e = on_consent_decide(&c, &self->decision, &self->step);
    return NULL;
}

static void of_fifty_answers_one_counts(void)
{
    int codes = 0, denials = 0, expired = 0;

    auth = auth_threaded();
    const char *client = auth_client(auth, (struct client_add_request){0});
    const char *session = auth_sign_in(auth, NULL, NULL);
    struct authorize_request q = auth_request(client, session);
    struct interaction_step asked = auth_authorize(auth, &q);
    memset(racers, 0, sizeof racers);
    for (size_t i = 0; i < THREADS; i++)
        racers[i].decision = (struct consent_decision){.handle = asked.handle,
                                                       .ticket = asked.consent->ticket,
                                                       .decision = i % 2 ? "allow" : "deny",
                                                       .browser = AUTH_BROWSER,
                                                       .session = session};
    race(decide);
    for (size_t i = 0; i < THREADS; i++) {
        bool answered = racers[i].e == OK;
        codes += answered && auth_answer(racers[i].step, "code") != NULL;
        denials += answered && auth_answer(racers[i].step, "error") != NULL;
        expired += racers[i].e == ERR_EXPIRED;
    }
    done();
    CHECK_INT(codes + denials, 1);
    CHECK_INT(expired, THREADS - 1);
}

static void first_consents_at_once_make_one_generation(void)
{
    struct consent_standing_reply standing = {0};
    int codes = 0;

    auth = auth_threaded();
    const char *client = auth_client(auth, (struct client_add_request){0});
    const char *session = auth_sign_in(auth, NULL, NULL);
    memset(racers, 0, sizeof racers);
    for (size_t i = 0; i < THREADS; i++) {
        struct authorize_request q = auth_request(client, session);
        q.scope = i % 2 ? "openid profile" : "openid email";
        struct interaction_step asked = auth_authorize(auth, &q);
        racers[i].decision = (struct consent_decision){.handle = asked.handle,
                                                       .ticket = asked.consent->ticket,
                                                       .decision = "allow",
                                                       .browser = AUTH_BROWSER,
                                                       .session = session};
    }
    race(decide);
    for (size_t i = 0; i < THREADS; i++)
        codes += racers[i].e == OK && auth_answer(racers[i].step, "code") != NULL;
    CHECK_OK(on_consent_standing(auth_call(auth),
                                 &(struct consent_standing_request){.client_id = client,
                                                                    .person = "person-ada",
                                                                    .dialect = "standard"},
                                 &standing));
    done();
    CHECK_INT(codes, THREADS);
    CHECK_INT(standing.generation, 1);
    CHECK(words_within("openid profile email", standing.scope));
}

int main(void)
{
    return check_run((struct check[]){
        CASE(of_fifty_redemptions_one_gets_the_code),
        CASE(of_fifty_asks_of_one_attempt_all_get_the_same),
        CASE(of_fifty_answers_one_counts),
        CASE(first_consents_at_once_make_one_generation),
        {0},
    });
}
