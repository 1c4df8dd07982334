/*
 * own_app - a client as the person whose it is sees and changes it.
 *
 * Whose app it is not, to them there is no such app; administrators are
 * everybody's equal.  Nor is there one to a program, where the app is not
 * switched on in its dialect.  What an owner may set is less than what an
 * administrator may: scopes come from the vocabulary of the app's dialects,
 * lifetimes may be shorter than usual and not longer, and what else is of no
 * concern to apps (grants, permissions) stays at its defaults.
 */
#ifndef AUTHSVC_OWN_APP_H
#define AUTHSVC_OWN_APP_H
#include "call.h"
#include "messages.h"
#include "store.h"

enum { OWN_APP_FRESH_MS = 5 * 60 * 1000 }; /* how old the sign-in may be, to see a secret */

struct own_app *own_app_view(const struct call *c, const struct client *client);

/* Inside a unit.  ERR_NOT_FOUND: there is none, or not for the person who asks. */
enum err own_app_find(struct db *db, struct call *c, const char *client_id,
                      struct client *out) MUST_CHECK;

/* The same in a write unit, before anything else: what it found stands until the unit is over. */
enum err own_app_hold(struct db *db, struct call *c, const char *client_id,
                      struct client *out) MUST_CHECK;

/* May whoever asks there (NULL: on a page of ours) see a secret?  ERR_SIGN_IN_AGAIN, ERR_FORBIDDEN
 * or ERR_INVALID_REQUEST: no. */
enum err own_app_may_see(struct call *c, const char *dialect) MUST_CHECK;

/* As client_policy_fault, and what an owner may not set.  was: before the change; NULL: it is new.
 */
const char *own_app_fault(struct arena *mem, const struct client *client, const struct client *was);

/* What the unit of an app method came to, as its owner is to read it.  fault: of ERR_BAD_FIELD. */
enum err own_app_refused(struct call *c, enum err e, const char *fault) MUST_CHECK;

#endif
