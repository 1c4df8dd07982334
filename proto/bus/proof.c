#include "proof.h"
#include "clock.h"
#include "log.h"
#include "pollset.h"
#include "replica.h"
#include "secret.h"

enum { PATIENCE_MS = 3000 };

static enum replica_event wait_for_event(struct replica *caller)
{
    int64_t until = clock_steady() + PATIENCE_MS, left = PATIENCE_MS;
    enum replica_event event = REPLICA_QUIET;
    struct pollset set = {0};

    while (event == REPLICA_QUIET && left > 0) {
        pollset_clear(&set);
        pollset_add(&set, caller->monitor);
        pollset_wait(&set, left);
        event = replica_next_event(caller);
        left = until - clock_steady();
    }
    pollset_done(&set);
    return event;
}

/* From a context of its own, as another process would. */
static enum replica_event knock(const char *address, const struct keypair *with,
                                const char *server_key)
{
    enum replica_event event = REPLICA_QUIET;
    void *zmq = zmq_ctx_new();
    struct replica *caller = zmq ? replica_open(zmq, with, address, server_key) : NULL;

    if (caller)
        event = wait_for_event(caller);
    replica_close(&caller);
    if (zmq)
        zmq_ctx_term(zmq);
    return event;
}

enum err proof_of_admission(const char *address, const struct keypair *own)
{
    struct keypair stranger;

    if (zmq_curve_keypair(stranger.public_key, stranger.secret_key) != 0) {
        log_error("libzmq is built without CURVE");
        return ERR_UNAVAILABLE;
    }
    enum replica_event event = knock(address, &stranger, own->public_key);
    secret_wipe(&stranger, sizeof stranger);
    if (event != REPLICA_REFUSED) {
        log_error("an unknown key was not refused at %s: nobody is served", address);
        return ERR_UNAVAILABLE;
    }
    if (knock(address, own, own->public_key) != REPLICA_CAME) {
        log_error("our own key is not let in at %s: its certificate in keys/public is missing, "
                  "another, or without role and tenants",
                  address);
        return ERR_UNAVAILABLE;
    }
    return OK;
}
