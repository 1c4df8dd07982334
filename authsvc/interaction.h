/*
 * interaction - an authorization request on its way to an answer.
 *
 * Each look finds out again what is to happen next: the person signs in, is
 * asked for consent, or the client gets its answer.  A request that has to wait
 * becomes a transaction; one that need not never touches the database before
 * its code.  The trial of an app is answered to its owner alone.  What ends a transaction consumes
 * it in the same unit of work. Source: OIDC Core 3.1.2.3 and 3.1.2.4, RFC 8252 8.6.
 */
#ifndef AUTHSVC_INTERACTION_H
#define AUTHSVC_INTERACTION_H
#include "ask.h"
#include "transaction_store.h"
#include "visitor.h"

struct interaction {
    struct ask ask;
    struct transaction transaction;
    const char *handle; /* of the transaction; NULL: it is not stored */
    struct visitor visitor;
    bool by_program; /* there is nobody to be asked */
};

/* Both check the request and find out who is there.  Their refusals are for
 * answer_refusal. */
enum err interaction_begin(struct call *c, const struct authorize_request *q,
                           struct interaction *out) MUST_CHECK;
/* ERR_EXPIRED: no transaction of this browser has this handle, or no longer. */
enum err interaction_resume(struct call *c, const struct interaction_request *q,
                            struct interaction *out) MUST_CHECK;

/* What is next. */
enum err interaction_next(struct call *c, struct interaction *self,
                          struct interaction_step *a) MUST_CHECK;

/* Does this have to be asked of a person who has consented to so much before?  Another app on the
 * device can pose as a public client whose redirect URI is not https, so that consent given before
 * says nothing about who is asking now. */
bool interaction_must_ask(const struct ask *ask, const char *consented);

/* The person answered our question.  ERR_EXPIRED: the ticket is not of this question, or another
 * answer was quicker. */
enum err interaction_answer(struct call *c, struct interaction *self, const char *ticket,
                            bool allow, struct interaction_step *a) MUST_CHECK;

#endif
