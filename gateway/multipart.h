/*
 * multipart - multipart/form-data, read strictly (RFC 7578, RFC 2046 5.1).
 *
 * As browsers write it and no wider: nothing before the first boundary or behind the last, no parts
 * within parts, no encodings, each name once.  What the browser says of a file, its name and its
 * type, is dropped: neither is to be believed.
 */
#ifndef GATEWAY_MULTIPART_H
#define GATEWAY_MULTIPART_H
#include "form.h"

enum { MULTIPART_PARTS_MAX = 16, MULTIPART_LINE_MAX = 2048 };

struct multipart {
    struct form fields;    /* those that are no files */
    const char *file_name; /* of the field; NULL: there is no file, or an empty one */
    struct bytes file;     /* a view of the body */
};

/* type: the header Content-Type; NULL: none.  ERR_BAD_CONTENT_TYPE: it is another one, or has no
 * boundary; ERR_BAD_FIELD: *why says what is wrong, fit for the public. */
enum err multipart_parse(struct arena *mem, const char *type, struct bytes body,
                         struct multipart *out, const char **why) MUST_CHECK;

#endif
