/* threads_test - many at once: a crowd at the sign-in, and the end of the gateway. */
#include "front.h"
#include <pthread.h>
#include <string.h>
#include <unistd.h>

enum { SHARE = 2 }; /* a quarter of the 8 threads of front_config */

#define SIGN_IN                                                                                    \
    "POST /sign-in HTTP/1.1\r\nHost: " FRONT_HOST "\r\n"                                           \
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 23\r\n\r\n"                \
    "username=ada&password=p"

/* Services that take their time: they answer when the gate is opened. */
static struct {
    pthread_mutex_t lock;
    pthread_cond_t moved;
    int waiting;
    bool open;
} gate = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, false};

static void wait_at_gate(void)
{
    pthread_mutex_lock(&gate.lock);
    gate.waiting++;
    pthread_cond_broadcast(&gate.moved);
    while (!gate.open)
        pthread_cond_wait(&gate.moved, &gate.lock);
    gate.waiting--;
    pthread_mutex_unlock(&gate.lock);
}

static void wait_for_waiting(int n)
{
    pthread_mutex_lock(&gate.lock);
    while (gate.waiting < n)
        pthread_cond_wait(&gate.moved, &gate.lock);
    pthread_mutex_unlock(&gate.lock);
}

static void set_gate(bool open)
{
    pthread_mutex_lock(&gate.lock);
    gate.open = open;
    pthread_cond_broadcast(&gate.moved);
    pthread_mutex_unlock(&gate.lock);
}

static enum err slow_sign_in(struct call *c, const void *request, void *reply)
{
    (void)c, (void)request, (void)reply;
    wait_at_gate();
    return ERR_WRONG_PASSWORD;
}

static enum err slow_token(struct call *c, const void *request, void *reply)
{
    (void)c, (void)request;
    *(struct token_reply *)reply =
        (struct token_reply){.access_token = "at", .token_type = "Bearer", .expires_in = 300};
    wait_at_gate();
    return OK;
}

static enum err token(struct call *c, const void *request, void *reply)
{
    (void)c, (void)request;
    *(struct token_reply *)reply =
        (struct token_reply){.access_token = "at", .token_type = "Bearer", .expires_in = 300};
    return OK;
}

static void a_crowd_at_the_sign_in_leaves_room_for_tokens(void)
{
    int fds[SHARE];

    set_gate(false);
    front_reset();
    front_set("authsvc.sign_in", slow_sign_in);
    front_set("tokensvc.token", token);
    for (int i = 0; i < SHARE; i++) {
        fds[i] = front_dial();
        front_say(fds[i], SIGN_IN);
    }
    wait_for_waiting(SHARE);
    const char *r = front_ask(SIGN_IN);
    CHECK_INT(front_status(r), 503);
    CHECK_STR(front_header(r, "Retry-After"), "1");
    CHECK_INT(front_status(front_post("/oauth2/token", "", "grant_type=x")), 200);
    set_gate(true);
    for (int i = 0; i < SHARE; i++) {
        CHECK_INT(front_status(front_hear(fds[i])), 403);
        close(fds[i]);
    }
    CHECK_INT(front_status(front_ask(SIGN_IN)), 403); /* there is room again */
}

static void *drain(void *unused)
{
    (void)unused;
    gateway_drain(front_gateway(), 200);
    return NULL;
}

/* What is under way is answered, what is new is not begun. */
static void an_end_loses_no_answer(void)
{
    pthread_t drainer;
    int early = front_dial(), late;

    set_gate(false);
    front_reset();
    front_set("tokensvc.token", slow_token);
    front_say(early, "POST /oauth2/token HTTP/1.1\r\nHost: " FRONT_HOST "\r\n"
                     "Content-Type: application/x-www-form-urlencoded\r\n"
                     "Content-Length: 12\r\n\r\ngrant_type=x");
    wait_for_waiting(1);
    CHECK_INT(pthread_create(&drainer, NULL, drain, NULL), 0);
    usleep(400 * 1000); /* past the time in which new requests are still taken */
    late = front_dial();
    front_say(late, "GET /robots.txt HTTP/1.1\r\nHost: " FRONT_HOST "\r\n\r\n");
    const char *refused = front_hear(late);
    CHECK_INT(front_status(refused), 503);
    CHECK_STR(front_header(refused, "Connection"), "close");
    set_gate(true);
    const char *answered = front_hear(early);
    CHECK_INT(front_status(answered), 200);
    CHECK_STR(front_header(answered, "Connection"), "close");
    CHECK_INT(pthread_join(drainer, NULL), 0);
    close(early);
    close(late);
}

int main(void)
{
    struct gateway_config config = front_config();
    int status;

    front_open(&config);
    status = check_run((struct check[]){
        CASE(a_crowd_at_the_sign_in_leaves_room_for_tokens),
        CASE(an_end_loses_no_answer), /* the last: nobody is served afterwards */
        {NULL, NULL},
    });
    front_close();
    return status;
}
