/*
 * stream - a store that has nothing but events, those of usersvc.
 */
#ifndef TESTS_STREAM_H
#define TESTS_STREAM_H
#include "check.h"
#include "db.h"
#include "event_chain.h"
#include "event_store.h"

struct store *stream_open(bool inline_writer); /* in check_dir() */

/* A call that usersvc serves for an administrator, in mem, at the time 1000. */
struct call stream_call(struct arena *mem);

/* One event in a unit of its own. */
enum err stream_append(struct store *store, struct call *c, const struct event *e) MUST_CHECK;

/* Runs one statement without rows, whatever it does. */
void stream_tamper(struct store *store, const char *sql);

struct events_since_reply stream_since(struct store *store, int64_t after, int64_t limit);

/* The whole stream: NULL, or what is wrong with its chain. */
const char *stream_fault(struct store *store);

#endif
