/*
 * token_event - what is written into the stream of events about families, grants, tokens and keys.
 *
 * Each inside the unit of the change.
 */
#ifndef TOKENSVC_TOKEN_EVENT_H
#define TOKENSVC_TOKEN_EVENT_H
#include "api_key_store.h"
#include "event_store.h"
#include "family.h"
#include "key_store.h"

enum err token_event_family_begun(struct db *db, struct call *c,
                                  const struct family *family) MUST_CHECK;

/* Of the family: id, client_id, person (may be NULL or empty).  why: "revoked", "cap", "grant_end",
 * "reuse". */
enum err token_event_family_ended(struct db *db, struct call *c, const struct family *family,
                                  const char *why) MUST_CHECK;

enum err token_event_grant_ended(struct db *db, struct call *c, const char *person,
                                 const char *client_id) MUST_CHECK;

/* hash: of the token's jti, or of an opaque token. */
enum err token_event_token_revoked(struct db *db, struct call *c, struct bytes hash,
                                   const char *client_id) MUST_CHECK;

enum err token_event_api_key(struct db *db, struct call *c, enum event_kind kind,
                             const struct api_key_row *row) MUST_CHECK;

enum err token_event_api_key_updated(struct db *db, struct call *c, const struct api_key_row *was,
                                     const struct api_key_row *is) MUST_CHECK;

enum err token_event_key(struct db *db, struct call *c, enum event_kind kind,
                         const struct key_row *row) MUST_CHECK;

#endif
