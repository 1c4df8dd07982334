/*
 * answer - how what goes back to an app travels: in its address, or as a form that the browser
 * posts.
 *
 * The parameters are the same each way, in the order code or error,
 * error_description, state, iss; a dialect may change them (answers.def).
 * Source: RFC 6749 4.1.2, RFC 9207, OAuth 2.0 Multiple Response Types 2.1,
 * OAuth 2.0 Form Post Response Mode.
 */
#ifndef GATEWAY_ANSWER_H
#define GATEWAY_ANSWER_H
#include "exchange.h"

/* step has an answer: the reply takes it to the app, as its dialect has it. */
void answer_give(struct exchange *x, const struct interaction_step *step);

/* The address of an answer that goes into the query or the fragment, as its dialect has it. */
const char *answer_address(struct exchange *x, const struct interaction_step *step);

/* What such addresses are made of.  The redirect URI keeps its own query; it has no fragment. */
struct address {
    struct buf text;
    char start; /* '?' or '#', before the first parameter */
};
void address_begin(struct address *self, struct arena *mem,
                   const struct authorization_response *answer);
void address_add(struct address *self, const char *name, const char *value); /* NULL: left out */
const char *address_text(struct address *self);

/* As the standards have it. */
const char *answer_standard_address(struct arena *mem, const struct authorization_response *answer);

/* As dialects have it (answers.def); answer_unchanged is for those that change nothing. */
#define ANSWER(dialect, adapt, address)                                                            \
    void adapt(struct exchange *x, struct authorization_response *answer);                         \
    const char *address(struct arena *mem, const struct authorization_response *answer);
#include "answers.def"
#undef ANSWER

#endif
