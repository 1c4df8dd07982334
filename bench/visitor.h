/*
 * visitor - one keep-alive connection and who sits behind it.
 *
 * A visitor walks through a script: each step writes a request, and judges the
 * answer, keeping what later steps need.  Sockets do not block; epoll watches
 * them edge-triggered, so a visitor reads until an answer is whole or nothing
 * is left, and there is one call of the kernel each way for each request.
 */
#ifndef BENCH_VISITOR_H
#define BENCH_VISITOR_H
#include "answer.h"
#include "buf.h"
#include <sys/queue.h>

/* Whom the visitors visit, and what all of them know. */
struct site {
    int port;
    const char *host;        /* the Host header: localhost:8080 */
    const char *client_id;   /* NULL: no client, for loads that need none */
    const char *credentials; /* what stands behind "Authorization: Basic " */
    const char *password;    /* of every person */
};

/* What a visitor remembers from answer to answer. */
enum kept { COOKIES, HANDLE, TICKET, VERIFIER, CODE, ACCESS_TOKEN, REFRESH_TOKEN, KEPT_COUNT };

struct visitor {
    const struct site *site;
    char *person; /* user name */
    char *kept[KEPT_COUNT];

    int fd;           /* -1: not connected */
    struct arena mem; /* of the step */
    struct buf out;
    size_t sent;
    char *in;
    size_t in_len, in_room;

    const struct step *step;
    int64_t began; /* the round; us */
    bool walking;  /* in a round */
    TAILQ_ENTRY(visitor) link;
};
TAILQ_HEAD(visitors, visitor);

struct step {
    const char *name; /* NULL ends a script */
    void (*ask)(struct visitor *v, struct buf *out);
    const char *(*take)(struct visitor *v, const struct answer *a); /* NULL, or what is wrong */
};

/* Person number n is called bench<n>. */
void visitor_init(struct visitor *self, const struct site *site, size_t number);
void visitor_done(struct visitor *self);

/* Keeps a copy; NULL forgets.  False when value is NULL. */
bool visitor_keep(struct visitor *self, enum kept which, const char *value);

bool visitor_connect(struct visitor *self, int epoll); /* afresh; false: nobody listens */
void visitor_leave(struct visitor *self);

/* Sends the request of the first step. */
void visitor_begin(struct visitor *self, const struct step *script);

/* Does what can be done now.  `why` is in the visitor's arena. */
enum progress { PROGRESS_WAITS, PROGRESS_ROUND, PROGRESS_FAILED };
enum progress visitor_go_on(struct visitor *self, const char **why);

#endif
