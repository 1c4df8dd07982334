/*
 * answer - what goes back to the client: in the query or the fragment of its address, or as a form.
 *
 * The parameters are the same each way, in the order code or error, state, iss.
 * Source: RFC 6749 4.1.2, RFC 9207, OAuth 2.0 Multiple Response Types 2.1,
 * OAuth 2.0 Form Post Response Mode.
 */
#ifndef AUTHSVC_ANSWER_H
#define AUTHSVC_ANSWER_H
#include "ask.h"

/* The step that takes a code to the client. */
void answer_code(struct call *c, const struct ask *ask, const char *code,
                 struct interaction_step *a);

/* Turns a refusal into the step that tells the client, or returns it if it must be shown on a page
 * or is a fault of ours. */
enum err answer_refusal(struct call *c, const struct ask *ask, enum err e,
                        struct interaction_step *a) MUST_CHECK;

/* Has it an answer, whichever way that goes? */
bool answer_is_in(const struct interaction_step *a);

#endif
