/*
 * call - one request while it is being served: its memory, its time, who asks, whom to ask.
 *
 * A handler gets a struct call and hands it on; it belongs to one thread.  The
 * time is read once, so that a request sees one time.  Programs that call
 * services without serving anything (gateway, ostiaryctl) make one per request
 * with call_begin.
 */
#ifndef PROTO_CALL_H
#define PROTO_CALL_H
#include "arena.h"

struct rpc;
struct actor;

struct call {
    struct arena *mem;
    int64_t now;       /* wall clock, ms since 1970 */
    int64_t deadline;  /* wall clock, ms: nobody waits longer */
    const char *trace; /* W3C traceparent */
    const char *tenant;
    const char *source;        /* address of the HTTP client; NULL when there is none */
    unsigned role;             /* who calls: one enum role */
    struct bytes ticket;       /* actor ticket to pass on; absent p: nobody's */
    const struct actor *actor; /* checked; NULL unless the method asks for one */
    struct rpc *rpc; /* to call the services to the right; NULL in a service that calls nobody */
    void *svc;       /* the service's own state */
    const char *service; /* that serves it; NULL: nothing is being served */
    bool stirred;        /* events were written on its behalf: followers may want to know */
    const char *text;   /* what may be told in public about a refusal; NULL: the error's own text */
    const char *detail; /* the private reason, for logs */
    int64_t wait;       /* of a refusal: seconds after which to ask again; 0: unknown */
};

#define TENANT_DEFAULT "default"

/* A call that begins here: new trace, deadline_ms from now. mem: borrowed. */
void call_begin(struct call *c, struct arena *mem, struct rpc *rpc, int64_t deadline_ms);

/* The part of the traceparent that names the request in logs: 32 hex digits. */
const char *call_id(const struct call *c);

/* return refuse(c, ERR_INVALID_GRANT, "counter %d, head %d", …): notes the private reason.
 * Never put a secret into it. */
enum err refuse(struct call *c, enum err e, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* The same, and the reason may be told to the client: "code_verifier is missing". */
enum err refuse_openly(struct call *c, enum err e, const char *fmt, ...) PRINTF_LIKE(3, 4);

#endif
