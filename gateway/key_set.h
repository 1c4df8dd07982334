/*
 * key_set - the public keys as JSON, fetched from tokensvc at most once a second.
 *
 * Whoever finds the copy too old fetches a new one while the others wait for
 * it.  When tokensvc is away the copy serves on for as long as clients may keep
 * theirs; a failure holds for a moment, so that the others do not fail one
 * after the other.  Thread-safe.
 */
#ifndef GATEWAY_KEY_SET_H
#define GATEWAY_KEY_SET_H
#include "call.h"
#include <pthread.h>

enum { KEY_SET_FRESH_MS = 1000, KEY_SET_FAILED_MS = 200, KEY_SET_MAX_AGE = 300 /* seconds */ };

struct key_set {
    pthread_mutex_t lock;
    enum err error;     /* how the last fetch went */
    int64_t ask_at;     /* clock_steady: from then on a new copy is wanted */
    int64_t good_until; /* the copy serves till then; 0: there is none */
    char *json;         /* malloc */
    size_t n;
};

void key_set_init(struct key_set *self);
void key_set_done(struct key_set *self);
enum err key_set_get(struct key_set *self, struct call *c, struct bytes *json) MUST_CHECK;

#endif
