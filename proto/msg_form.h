/*
 * msg_form - a message from the parameters of an HTTP request.
 *
 * Parameters without a row, and rows marked INTERNAL, are ignored (RFC 6749
 * 3.1: unknown parameters are); a parameter without a value counts as absent;
 * one that comes twice is refused.  The caller sets INTERNAL fields afterwards.
 */
#ifndef PROTO_MSG_FORM_H
#define PROTO_MSG_FORM_H
#include "msg.h"

struct param {
    const char *name, *value; /* decoded, NUL-terminated, in an arena that outlives the message */
};

/* ERR_PARAMETER_MISSING, ERR_PARAMETER_TWICE, ERR_BAD_FIELD: *why names the parameter and what is
 * wrong with it, fit for the public. */
enum err msg_from_form(const struct msg_desc *desc, const struct param *params, size_t n,
                       struct arena *mem, void *msg, const char **why) MUST_CHECK;

#endif
