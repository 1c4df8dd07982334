/*
 * people - a usersvc to test: real database, the whole way of a request, a clock that stands.
 *
 * people_open begins a case and people_close ends it; between them the clock
 * stands at people_now.  Passwords are hashed as cheaply as argon2id goes.
 */
#ifndef USERSVC_PEOPLE_H
#define USERSVC_PEOPLE_H
#include "actor.h"
#include "check.h"
#include "messages.h"
#include "rpc_local.h"
#include "usersvc.h"

struct people {
    struct usersvc *svc;
    struct service_host host;
    const struct service_host *hosts[2];
    struct rpc_local admin, authsvc, tokensvc, gateway, courier; /* who asks */
    uint8_t actor_public[ACTOR_PUBLIC_LEN], actor_secret[ACTOR_SECRET_LEN];
    struct call call; /* of people_as */
};

extern const struct password_cost people_cheap;
extern int64_t people_now; /* ms; set it to move the clock */

enum people_work { PEOPLE_INLINE, PEOPLE_THREADS };
struct people *people_open(enum people_work work); /* in check_mem; in check_dir */
void people_close(struct people *self);
void people_reopen(struct people *self); /* the process stops and starts again */

/* A new call in check_mem, as if from this key. */
struct call *people_as(struct people *self, struct rpc_local *who);

/* Adds one who must be acceptable: NAME, NAME@example.org, "password of NAME". */
struct person people_add(struct people *self, const char *name);
const char *people_password(const char *name);

/* The outcome of a sign-in, and who it was (out may be NULL). */
enum err people_check(struct people *self, const char *name, const char *password,
                      struct person *out) MUST_CHECK;

struct person_standing_reply people_standing(struct people *self, const char *id);

struct person people_look(struct people *self, const char *id);
bool people_is_tag(const char *text); /* a discriminator; NULL is none */

/* Straight into the rows: $1 to $3. */
struct sql;
void people_rows(struct store *store, const struct sql *sql, const char *text, int64_t from,
                 int64_t to);

#endif
