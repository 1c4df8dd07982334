/*
 * key_set - the public keys as JSON, fetched from tokensvc at most once a second.
 *
 * Whoever finds the copy too old fetches a new one while the others wait for
 * it; a failure too holds for a moment, so that they do not fail one after the
 * other.  Thread-safe.
 */
#ifndef GATEWAY_KEY_SET_H
#define GATEWAY_KEY_SET_H
#include "call.h"
#include <pthread.h>

enum { KEY_SET_FRESH_MS = 1000, KEY_SET_FAILED_MS = 200 };

struct key_set {
    pthread_mutex_t lock;
    enum err error;   /* how the last fetch went */
    int64_t stale_at; /* clock_steady; 0: nothing was fetched yet */
    char *json;       /* malloc */
    size_t n;
};

void key_set_init(struct key_set *self);
void key_set_done(struct key_set *self);
enum err key_set_get(struct key_set *self, struct call *c, struct bytes *json) MUST_CHECK;

#endif
