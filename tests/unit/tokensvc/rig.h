/*
 * rig - tokensvc by itself: its neighbours answer what the check says, and time stands still
 * until the check moves it.
 *
 *   struct rig *rig = rig_open();      a fresh database; one rig at a time
 *   CHECK_OK(rig_code(rig, &reply));   an app redeems a new code
 *   rig_pass(rig, 61 * 1000);
 *   ...
 *   rig_close();
 *
 * The app is `app` with the secret RIG_SECRET; the person is `ada`.  What the
 * neighbours say is remembered as in production: rig_pass lets time go by.
 */
#ifndef TOKENSVC_RIG_H
#define TOKENSVC_RIG_H
#include "check.h"
#include "db.h"
#include "family_store.h"
#include "handlers.h"
#include "tokensvc.h"
#include <stdatomic.h>

#define RIG_ISSUER "https://login.example"
#define RIG_SECRET "a secret of the app that nobody guesses ever"

enum { RIG_START = 1700000000 };       /* s: the wall clock at first */
#define SECONDS(n) ((int64_t)(n)*1000) /* in ms */
#define DAYS(n) SECONDS((n)*86400LL)

struct rig {
    struct rpc rpc; /* first: what the service calls its neighbours through */
    struct tokensvc *svc;
    atomic_llong wall, steady; /* ms */

    /* What authsvc says. */
    struct client client;
    struct client other; /* a second app, `other`, with the same secret */
    struct secret_check secrets[2];
    size_t n_secrets;
    bool no_client;            /* there are no clients at all */
    struct authorization auth; /* behind any code */
    struct consent_standing_reply consent;
    /* What usersvc says. */
    struct person_standing_reply person;
    struct person profile;

    const char *down;    /* prefix of methods that cannot be reached; NULL: none */
    enum err refusal;    /* what code_take refuses with; OK: it does not */
    atomic_int asked[8]; /* how often: see enum asked */
    void (*on_ask)(struct rig *self, const char *method); /* in the midst of a call */
};

enum asked {
    ASKED_RECORD,
    ASKED_TAKE,
    ASKED_CONSENT,
    ASKED_WITHDRAW,
    ASKED_PERSON,
    ASKED_PROFILE,
};

/* The transport: what rig.rpc carries to. */
enum err rig_answer(struct rpc *rpc, struct call *c, const struct rpc_request *request,
                    struct rpc_reply *reply);

struct rig *rig_open(void);          /* writes in the caller */
struct rig *rig_open_threaded(void); /* with the thread that writes */
void rig_close(void);
void rig_reopen(void); /* the service stops and starts again on the same database */
enum err rig_start(struct bytes kek, const char *dir, struct tokensvc **out); /* another replica */
void rig_stop(struct tokensvc **svc);
struct bytes rig_kek(void);

void rig_pass(struct rig *self, int64_t ms);
struct call rig_call(struct rig *self, struct arena *mem); /* a call of the gateway, now */
const char *rig_detail(void); /* the private reason of the last rig_* call; NULL: none */
const char *rig_text(void);   /* what it tells the client; NULL: nothing special */
const char *rig_log(void);    /* what was logged in this case */

/* A client with RIG_SECRET, or a public one. */
void rig_make_public(struct client *client);
struct secret_check rig_secret(const char *secret, int64_t expires_at);

/* Calls with what the gateway would fill in; fields that are given stay. */
enum err rig_token(struct rig *self, const struct token_request *q, struct token_reply *a);
enum err rig_code(struct rig *self, struct token_reply *a); /* a new code, of a new family */
enum err rig_refresh(struct rig *self, const char *token, struct token_reply *a);
enum err rig_refresh_scope(struct rig *self, const char *token, const char *scope,
                           struct token_reply *a);
enum err rig_userinfo(struct rig *self, const char *token, struct userinfo_reply *a);
enum err rig_introspect(struct rig *self, const char *token, struct introspect_reply *a);
enum err rig_revoke(struct rig *self, const char *token);
bool rig_active(struct rig *self, const char *token); /* as introspection tells the app */

/* Of a JWT, unverified. */
const char *rig_claim(const char *jwt, const char *name);      /* a string; NULL: none */
int64_t rig_claim_int(const char *jwt, const char *name);      /* -1: none */
const char *rig_claim_names(const char *jwt);                  /* sorted, one blank between */
const char *rig_claim_json(const char *jwt, const char *name); /* as JSON */
const char *rig_header_json(const char *jwt, const char *name);

/* SQL on the database of the service. */
int64_t rig_count(struct rig *self, const struct sql *sql);
void rig_exec(struct rig *self, const struct sql *sql);

/* Every such statement fails from now on.  action: "INSERT" or "UPDATE". */
void rig_break(struct rig *self, const char *action, const char *table);
void rig_mend(struct rig *self, const char *table);

#endif
