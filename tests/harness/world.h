/*
 * world - all services in one process, on real SQLite, with a clock that only the test moves.
 *
 * Calls go through rpc_local, so codec, roles, deadlines and actor tickets are
 * the real ones.  One world at a time; it lives in a folder of its own below
 * check_dir().  world_restart closes and opens every service on the same data.
 */
#ifndef HARNESS_WORLD_H
#define HARNESS_WORLD_H
#include "messages.h"
#include "rpc_local.h"

#define WORLD_ISSUER "https://id.example"

struct world;

struct world *world_open(void);     /* fails the case when a service does not open */
struct world *world_threaded(void); /* the same with the services' own threads, for races */
void world_close(struct world **self);
void world_restart(struct world *self, void (*meanwhile)(void)); /* NULL: nothing happens */

void world_pass(struct world *self, int64_t ms); /* time goes by */
const char *world_dir(const struct world *self);
int64_t world_now(const struct world *self);
struct store *world_store(struct world *self, const char *service); /* until the next restart */

/* A new call by a program of this role, in check_mem(). */
struct call *world_call(struct world *self, unsigned role);

/* The same in an arena of the caller's own: for threads. */
void world_call_in(struct world *self, unsigned role, struct arena *mem, struct call *out);

/* Loses messages: see rpc_local.h.  Applies to calls of every role; NULL: none is lost any more. */
void world_fault(struct world *self, enum err (*fault)(void *, const char *, bool), void *arg);

/* Every service asks whom it follows for news; a step that fails fails the case. */
void world_follow(struct world *self);

/* The same; the first error of a step. */
enum err world_follow_once(struct world *self) MUST_CHECK;

/* One round of every service's idle work. */
void world_idle(struct world *self);

#endif
