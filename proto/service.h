/*
 * service - what a service is, and the one way in which a request is served.
 *
 * A service is a table of methods and a state.  The skeleton (serve.c) takes
 * every request through the same steps: envelope, role, class, deadline, actor,
 * body, handler, reply.  The transport decides which thread does it.
 */
#ifndef PROTO_SERVICE_H
#define PROTO_SERVICE_H
#include "call.h"
#include "method.h"
#include "rpc.h"

struct config_table;
struct ping_reply;
struct events_since_request;
struct events_since_reply;
struct backup_request;
struct backup_copy;
struct followed;
struct outbox_since_request;
struct outbox_since_reply;
struct store;
struct store_driver;

struct dispatch {
    const struct method_desc *method;
    enum err (*serve)(struct call *c, const void *request, void *reply);
};

/* What the process gives a service at its start. */
struct service_env {
    const char *data;          /* folder of the installation */
    const char *tenant;        /* "default" */
    bool inline_work;          /* no threads: whatever runs in the background runs in the caller */
    struct bytes kek;          /* key-encryption key, SECRET_KEY_LEN bytes; absent if it has none */
    struct bytes actor_key;    /* Ed25519 public key that tickets are checked with */
    struct bytes actor_secret; /* authsvc only: what they are made with */
    const char *store; /* database server, "postgresql://…"; NULL: files in the data folder */
    const struct store_driver *store_driver; /* for it (store.h); NULL: there can be none */
    int64_t events_keep;                     /* ms that events are kept at least; 0: for ever */
    const char *issuer;                      /* public address; NULL: none is set */
    const void *settings; /* the service's own, as its table says; NULL where it has none */
};

struct service {
    const char *name; /* "authsvc" */
    unsigned role;    /* its own role on the bus */
    const struct dispatch *methods;
    size_t n_methods;
    enum err (*open)(const struct service_env *env, void **state); /* logs why it cannot */
    void (*close)(void **state);                                   /* NULL is fine */
    void (*idle)(void *state,
                 struct call *c);        /* about once a second, own thread: expiry; or NULL */
    struct store *(*store)(void *state); /* its data; NULL: it keeps none, then no more of these */
    /* event_store_since of proto/events; NULL: it keeps no events. */
    enum err (*events_since)(struct store *store, struct call *c,
                             const struct events_since_request *q, struct events_since_reply *a);
    /* What it wants sent: outbox_store_since of proto/outbox, under its key.  NULL: nothing, ever.
     */
    enum err (*outbox_since)(void *state, struct call *c, const struct outbox_since_request *q,
                             struct outbox_since_reply *a);
    /* backup_write of proto/backup */
    enum err (*backup)(struct store *store, struct call *c, const struct backup_request *q,
                       struct backup_copy *a);
    const struct followed *follows; /* whose events it follows: follow.h */
    size_t n_follows;
    const struct config_table *settings; /* its own; NULL: it has none */
    size_t settings_size;                /* of the struct that they fill */
    /* What an operator should know of its state, for service.ping; NULL: nothing, ever. */
    const char *(*note)(void *state, struct arena *mem);
};

/* A service that runs: what serving needs. */
struct service_host {
    const struct service *service;
    void *state;
    struct rpc *rpc; /* towards the services to its right */
    struct bytes actor_key;
    /* Given by the transport, with front as their first argument; NULL: it has none.
     * ping fills in the answer to service.ping; stir tells followers that there are new events. */
    enum err (*ping)(void *front, struct call *c, struct ping_reply *out);
    void (*stir)(void *front);
    void *front;
};

/* Where the request comes from, as the transport authenticated it. */
struct peer {
    const char *key;     /* name or Z85 of the bus key */
    unsigned role;       /* one enum role */
    const char *tenants; /* words */
};

struct served {
    int64_t id; /* of the request; 0 when not even that could be read */
    enum err error;
    struct bytes envelope; /* encoded reply envelope, in the call's arena */
    struct bytes body;     /* encoded reply; empty unless OK */
};

/* Reads the envelope alone: which method, for its class.  NULL: unknown or malformed (serve says
 * which). */
struct request_envelope;
enum err service_peek(const struct service_host *host, struct bytes envelope, struct arena *mem,
                      struct request_envelope *out, const struct dispatch **method,
                      const char **why) MUST_CHECK;

/* Serves one request completely.  Never fails: every outcome is a reply. */
void service_serve(const struct service_host *host, const struct peer *peer, struct bytes envelope,
                   struct bytes body, struct arena *mem, struct served *out);

#endif
