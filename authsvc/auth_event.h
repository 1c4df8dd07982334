/*
 * auth_event - what is written into the stream of events about clients, sessions and consents.
 *
 * Each inside the unit of the change.
 */
#ifndef AUTHSVC_AUTH_EVENT_H
#define AUTHSVC_AUTH_EVENT_H
#include "consent_store.h"
#include "event_store.h"
#include "session_store.h"

/* before or after NULL: there was no client, or is none any more. */
enum err auth_event_client(struct db *db, struct call *c, enum event_kind kind,
                           const struct client *before, const struct client *after) MUST_CHECK;

enum err auth_event_secret(struct db *db, struct call *c,
                           const struct client_secret_rotate_request *q) MUST_CHECK;

enum err auth_event_secret_ended(struct db *db, struct call *c, const char *client_id) MUST_CHECK;

enum err auth_event_secret_revealed(struct db *db, struct call *c,
                                    const char *client_id) MUST_CHECK;

/* renewed: the same session goes on with another cookie. */
enum err auth_event_session_begun(struct db *db, struct call *c, const struct session *session,
                                  bool renewed) MUST_CHECK;

/* why: a word for the log of an administrator, "sign_out". */
enum err auth_event_session_ended(struct db *db, struct call *c, const struct session *session,
                                  const char *why) MUST_CHECK;

/* before: what was allowed already; generation 0: nothing was ever. */
enum err auth_event_consent_given(struct db *db, struct call *c, const struct consent_key *key,
                                  const struct consent *before,
                                  const struct consent *after) MUST_CHECK;

enum err auth_event_consent_withdrawn(struct db *db, struct call *c,
                                      const struct consent_key *key) MUST_CHECK;

#endif
