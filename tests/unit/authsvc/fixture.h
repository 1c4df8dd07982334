/*
 * fixture - authsvc on a database of its own, with a usersvc that is told what to say.
 *
 * There is one person, ada, until a test changes what auth->person says.  Time
 * stands still unless a test moves auth->now.  Strings live in check_mem().
 */
#ifndef AUTHSVC_FIXTURE_H
#define AUTHSVC_FIXTURE_H
#include "authsvc.h"
#include "check.h"
#include "handlers.h"
#include "msg_form.h"

#define AUTH_ISSUER "https://id.example"
#define AUTH_CALLBACK "https://app.example/callback"
#define AUTH_BROWSER "the-cookie-of-this-browser"
#define AUTH_VERIFIER "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk" /* RFC 7636, appendix B */
#define AUTH_CHALLENGE "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

#define AUTH_SECOND INT64_C(1000) /* in ms */
#define AUTH_MINUTE (60 * AUTH_SECOND)
#define AUTH_HOUR (60 * AUTH_MINUTE)

struct auth {
    struct rpc rpc; /* first: usersvc, as it answers here */
    struct authsvc *svc;
    int64_t now;
    struct person person; /* id NULL: there is nobody */
    const char *password;
    enum err usersvc;  /* how every call of usersvc ends; OK: it answers */
    _Atomic int asked; /* how often it was asked */
    uint8_t actor_key[ACTOR_PUBLIC_LEN];
};

struct auth *auth_open(void);     /* closes what a failed case has left */
struct auth *auth_threaded(void); /* the same with a writer thread, for races */
void auth_close(void);
void auth_pass(struct auth *self, int64_t ms);

struct call *auth_call(struct auth *self);
void auth_call_in(struct auth *self, struct arena *mem, struct call *out); /* for threads */

/* A confidential client with AUTH_CALLBACK and what else is asked for; its id. */
const char *auth_client(struct auth *self, struct client_add_request q);
const char *auth_public_client(struct auth *self, const char *redirect_uri);

/* A request with nothing wrong about it, in AUTH_BROWSER; session NULL: nobody is signed in. */
struct authorize_request auth_request(const char *client_id, const char *session);

/* Signs ada in, for the transaction if there is a handle; the new cookie. */
const char *auth_sign_in(struct auth *self, const char *handle, const char *session);

/* Asks and expects success. */
struct interaction_step auth_authorize(struct auth *self, const struct authorize_request *q);
struct interaction_step auth_look(struct auth *self, const char *handle, const char *session);

/* Says yes or no to what step asks. */
enum err auth_decide(struct auth *self, const struct interaction_step *step, const char *session,
                     const char *decision, struct interaction_step *out) MUST_CHECK;

/* The whole way with consent; the code. */
const char *auth_code(struct auth *self, const char *client_id, const char *session,
                      const char *scope);

/* A redemption with nothing wrong about it. */
struct code_take_request auth_redemption(const char *client_id, const char *code);

/* A parameter of an address, decoded; NULL: it is not there. */
const char *auth_answer(struct interaction_step step, const char *name);

#endif
