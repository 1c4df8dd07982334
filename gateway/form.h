/*
 * form - application/x-www-form-urlencoded, read strictly and written.
 *
 * For bodies and for query strings (WHATWG URL 5; RFC 6749 appendix B).  A '%'
 * without two hexadecimal digits, a control character (NUL among them) and text
 * that is not UTF-8 are refused, and the parameter is named.  Order and
 * repetitions are kept: who reads the parameters decides about them.
 */
#ifndef GATEWAY_FORM_H
#define GATEWAY_FORM_H
#include "buf.h"
#include "msg_form.h"

enum { FORM_PARAMS_MAX = 64 };

struct form {
    const struct param *v;
    size_t n;
};

/* ERR_BAD_FIELD: *why names the parameter and what is wrong, fit for the public. */
enum err form_parse(struct arena *mem, const char *text, size_t n, struct form *out,
                    const char **why) MUST_CHECK;

/* The same, where line ends and tabs may stand in values. */
enum err form_parse_lines(struct arena *mem, const char *text, size_t n, struct form *out,
                          const char **why) MUST_CHECK;

const char *form_get(const struct form *self, const char *name); /* the first; NULL: none */
const char *form_value(const struct form *self,
                       const char *name); /* the same; NULL also if empty */

/* Names of the message's parameters that came more than once with a value, as words (RFC 6749 3.1),
 * and the form without their second values. */
const char *form_repeated(struct arena *mem, const struct msg_desc *desc, struct form *self);

/* The first parameter of that name in a query string (NULL: none), where line ends and tabs are
 * fine. *out NULL: it is not there.  ERR_BAD_FIELD: as form_parse. */
enum err form_lines(struct arena *mem, const char *query, const char *name, const char **out,
                    const char **why) MUST_CHECK;

/* One name or value.  NULL in *why: fine; else what is wrong with it. */
const char *form_decode(struct arena *mem, const char *text, size_t n, const char **why);

void form_percent(struct buf *out, char c);                          /* %XX */
void form_encode(struct buf *out, const char *text);                 /* one name or value */
void form_add(struct buf *out, const char *name, const char *value); /* with '&' where needed */

/* Is this the content type of a form, in UTF-8 if it says so?  NULL is not. */
bool form_content_type(const char *type);

#endif
