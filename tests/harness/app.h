/*
 * app - an OAuth client and a person with a browser, on the world.
 *
 * What a library and a browser would do, as one-line calls on the services'
 * methods.  Strings live in check_mem().  What is expected to work fails the
 * case when it does not; what is expected to be refused returns its error.
 */
#ifndef HARNESS_APP_H
#define HARNESS_APP_H
#include "world.h"

#define APP_CALLBACK "https://app.example/callback"
#define APP_PASSWORD "correct horse battery"

struct app {
    struct world *world;
    const char *client_id, *client_secret; /* secret NULL: public */
    const char *verifier, *challenge;      /* of the authorization that was begun last */
};

/* NULL in what: a confidential client with the defaults.  Its redirect URI is APP_CALLBACK. */
struct app app_add(struct world *world, const struct client_add_request *what);
struct app app_add_public(struct world *world);

/* Tokens for a code; attempt NULL: a new one. */
enum err app_redeem(const struct app *self, const char *code, const char *attempt,
                    struct token_reply *out) MUST_CHECK;
enum err app_refresh(const struct app *self, const char *token, struct token_reply *out) MUST_CHECK;
enum err app_ask(const struct app *self, const struct token_request *q,
                 struct token_reply *out) MUST_CHECK; /* q without client and INTERNAL fields */
bool app_active(const struct app *self, const char *token); /* introspection; confidential only */
enum err app_userinfo(const struct app *self, const char *access_token,
                      struct userinfo_reply *out) MUST_CHECK;
enum err app_revoke(const struct app *self, const char *token) MUST_CHECK;

/* Adds a person with this name and APP_PASSWORD: the internal id. */
const char *person_new(struct world *world, const char *username);

struct browser {
    struct world *world;
    const char *username;
    const char *cookie, *session; /* session NULL: nobody is signed in */
    const char *half;             /* the password was right, and a code is wanted */
};

struct browser browser_of(struct world *world, const char *username);
enum err browser_begin(struct browser *self, struct app *app, const char *scope, const char *prompt,
                       struct interaction_step *out) MUST_CHECK;
enum err browser_sign_in(struct browser *self, const char *handle, const char *password) MUST_CHECK;
enum err browser_second(struct browser *self, const char *code) MUST_CHECK;
enum err browser_go_on(const struct browser *self, const char *handle,
                       struct interaction_step *out) MUST_CHECK;
enum err browser_decide(const struct browser *self, const struct interaction_step *asked,
                        const char *decision, struct interaction_step *out) MUST_CHECK;

/* A call on behalf of who is signed in, as the gateway makes it. */
struct call *browser_call(const struct browser *self);

/* The whole way, saying yes to everything: what the app gets; its code. */
const struct authorization_response *browser_go(struct browser *self, struct app *app,
                                                const char *scope);
const char *browser_code(struct browser *self, struct app *app, const char *scope);

#endif
