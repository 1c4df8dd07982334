/* patience_test - more connections than threads, and none of them says anything worth hearing. */
#include "clock.h"
#include "front.h"
#include "patience.h"
#include <unistd.h>

enum { THREADS = 8, CROWD = 3 * THREADS, SOON_MS = 3000, DEADLINE_MS = 5000 };

#define HEAD "POST /oauth2/token HTTP/1.1\r\nHost: " FRONT_HOST "\r\n"
#define FORM "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 12\r\n\r\n"

static enum err token(struct call *c, const void *request, void *reply)
{
    (void)c, (void)request;
    *(struct token_reply *)reply =
        (struct token_reply){.access_token = "at", .token_type = "Bearer", .expires_in = 300};
    return OK;
}

static void come(int fds[], size_t n, const char *words)
{
    for (size_t i = 0; i < n; i++) {
        fds[i] = front_dial();
        front_say(fds[i], words);
    }
}

/* Whoever comes after a crowd that says only this is answered soon. */
static void answered_behind(int fds[CROWD], const char *words)
{
    front_reset();
    front_set("tokensvc.token", token);
    come(fds, CROWD, words);
    int64_t began = clock_steady();
    CHECK_INT(front_status(front_post("/oauth2/token", "", "grant_type=x")), 200);
    CHECK(clock_steady() - began < SOON_MS);
}

static void a_crowd_that_says_nothing_has_to_go(void)
{
    int fds[CROWD];

    answered_behind(fds, "");
    for (size_t i = 0; i < THREADS; i++) {
        CHECK(front_is_closed(fds[i]));
        close(fds[i]);
    }
    for (size_t i = THREADS; i < CROWD; i++)
        close(fds[i]);
}

static void told_that_they_were_late(int fds[CROWD])
{
    for (size_t i = 0; i < CROWD; i++) {
        if (i < THREADS)
            CHECK_INT(front_status(front_hear(fds[i])), 408);
        close(fds[i]);
    }
}

static void a_crowd_that_never_ends_its_heads_has_to_go(void)
{
    int fds[CROWD];

    answered_behind(fds, HEAD);
    told_that_they_were_late(fds);
}

static void a_crowd_that_never_ends_its_bodies_has_to_go(void)
{
    int fds[CROWD];

    answered_behind(fds, HEAD FORM "grant_type");
    told_that_they_were_late(fds);
}

static void as_long_as_threads_are_free_everybody_has_time(void)
{
    enum { FEW = THREADS / 2 };
    int fds[FEW];

    front_reset();
    front_set("tokensvc.token", token);
    come(fds, FEW, HEAD);
    usleep(4 * PATIENCE_MS * 1000);
    for (size_t i = 0; i < FEW; i++) {
        front_say(fds[i], FORM "grant_type");
        usleep(PATIENCE_MS * 1000);
        front_say(fds[i], "=x");
        CHECK_INT(front_status(front_hear(fds[i])), 200);
        close(fds[i]);
    }
}

int main(void)
{
    struct gateway_config config = front_config();
    int status;

    config.gateway_header_deadline = config.gateway_body_deadline = DEADLINE_MS;
    front_open(&config);
    status = check_run((struct check[]){
        CASE(a_crowd_that_says_nothing_has_to_go),
        CASE(a_crowd_that_never_ends_its_heads_has_to_go),
        CASE(a_crowd_that_never_ends_its_bodies_has_to_go),
        CASE(as_long_as_threads_are_free_everybody_has_time),
        {NULL, NULL},
    });
    front_close();
    return status;
}
