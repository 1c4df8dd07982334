/*
 * bare_code - codes that say who, and not yet for whom.
 *
 * A person may have one made without a page of ours, where the dialect has
 * such codes (dialect.def).  Nothing is given away by it: it yields tokens only
 * to a client that this person has let in before, in all that the client has
 * registered, and no more than that.  Its row has neither client nor redirect
 * URI; who takes it first is its client from then on (code_store.h).
 */
#ifndef AUTHSVC_BARE_CODE_H
#define AUTHSVC_BARE_CODE_H
#include "code_store.h"
#include "dialect.h"
#include "session_store.h"

struct code_take_request;

/* A new one, for whoever is signed in. */
struct code bare_code_new(struct call *c, const struct dialect *dialect,
                          const struct session *session, const char *code);

bool bare_code_is(const struct code *code);

/* Inside a unit, for a code that was taken: what it leaves open is filled in by the client and the
 * consent as they are now.  ERR_NOT_FOUND: it is not good for this client. */
enum err bare_code_complete(struct db *db, struct arena *mem, const struct code_take_request *q,
                            struct code *code) MUST_CHECK;

#endif
