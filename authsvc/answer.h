/*
 * answer - what goes back to the client.
 *
 * How it looks on its way, as an address or as a form, is the gateway's.
 * Source: RFC 6749 4.1.2, RFC 9207.
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

#endif
