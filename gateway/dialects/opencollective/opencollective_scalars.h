/*
 * opencollective_scalars - what Open Collective's API takes as an address or a moment.
 *
 * Both answer NULL and *why, fit for the public, for what is none.
 */
#ifndef GATEWAY_OPENCOLLECTIVE_SCALARS_H
#define GATEWAY_OPENCOLLECTIVE_SCALARS_H
#include "arena.h"

/* The address as a browser would write it: https://x.org becomes https://x.org/.  An app's redirect
 * URI is kept so, and compared so (WHATWG URL 4.4, without hosts that are not ASCII). */
const char *oc_url_accept(struct arena *mem, const char *text, const char **why);

/* A date, or a date and time with its zone, as ISO 8601 has it: as it came. */
const char *oc_date_accept(struct arena *mem, const char *text, const char **why);

/* ms since 1970.  false: it is none. */
bool oc_date_ms(const char *text, int64_t *out);

#endif
