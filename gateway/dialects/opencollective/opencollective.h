/*
 * opencollective - what the files of this dialect have in common.
 */
#ifndef GATEWAY_OPENCOLLECTIVE_H
#define GATEWAY_OPENCOLLECTIVE_H
#include "exchange.h"

#define OPENCOLLECTIVE "opencollective"

/* Has it a scheme, which is all that is asked of a URI before it is compared? */
bool opencollective_is_uri(const char *text);

/* Has it none but printable characters, of ASCII?  NULL has. */
bool opencollective_is_printable(const char *text);

/* ERR_INVALID_REQUEST, saying that this parameter cannot be. */
enum err opencollective_invalid(struct exchange *x, const char *parameter) MUST_CHECK;

/* The token behind "Bearer "; NULL: there is none. */
const char *opencollective_bearer(struct exchange *x);

/* Could this be a token of any kind? */
bool opencollective_fits(struct exchange *x, const char *token);

/* An authorization request as it goes to authsvc: scopes as words (NULL, too, if they are
 * malformed), and no answer but in the query; without a state that is not printable.  Who asks is
 * left to the caller. */
enum err opencollective_take(struct exchange *x, struct form *form,
                             struct authorize_request *q) MUST_CHECK;

/* What an answer refuses with; OK: it has a code, or the person said no. */
enum err opencollective_refusal(struct exchange *x,
                                const struct authorization_response *answer) MUST_CHECK;

#endif
