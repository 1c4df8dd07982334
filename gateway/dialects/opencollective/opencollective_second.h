/*
 * opencollective_second - the code of a second factor, as this dialect's clients give it.
 *
 * There are two kinds, and a client says which one it has.
 */
#ifndef GATEWAY_OPENCOLLECTIVE_SECOND_H
#define GATEWAY_OPENCOLLECTIVE_SECOND_H
#include "exchange.h"

/* The names of the kinds, as a list in JSON. */
#define OC_SECOND_METHODS "[\"totp\",\"recovery_code\"]"

/* What the header x-two-factor-authentication has, "totp 123456".  *code NULL: it is not there.
 * ERR_BAD_FIELD: it says nothing that could be; ERR_WRONG_CODE: a code that is not of its kind. */
enum err opencollective_second_header(struct exchange *x, const char **code) MUST_CHECK;

/* Could this be a code of that kind?  A kind that there is not has none. */
bool opencollective_second_fits(const char *method, const char *code);
bool opencollective_second_is_method(const char *method);

#endif
