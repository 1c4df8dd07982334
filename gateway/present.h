/*
 * present - how an error looks: a page, OAuth's JSON, a Bearer challenge, or as a dialect has it.
 *
 * Of faults nobody outside learns more than the name; the private reason goes
 * to the log, with the number of the request that the answer bears too.
 */
#ifndef GATEWAY_PRESENT_H
#define GATEWAY_PRESENT_H
#include "exchange.h"

void present_error(struct exchange *x, enum err e); /* in the manner of its route */

/* What may be told; of faults nothing but their name. */
const char *present_text(const struct exchange *x, enum err e);

/* The manners (manners.def); a dialect has some of its own. */
#define MANNER(name, present) void present(struct exchange *x, enum err e);
#include "manners.def"
#undef MANNER

/* Parts of it, for a page that shows an error in its own way: the line in the log and the headers,
 * and what may be said as a sentence. */
void present_note(struct exchange *x, enum err e);
const char *present_sentence(const struct exchange *x, enum err e);

#endif
