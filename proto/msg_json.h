/*
 * msg_json - messages as JSON: replies to HTTP clients, ostiaryctl in and out.
 */
#ifndef PROTO_MSG_JSON_H
#define PROTO_MSG_JSON_H
#include "msg.h"

/* Appends one object; absent and INTERNAL fields are left out, bytes are base64url. */
void msg_to_json(const struct msg_desc *desc, const void *msg, struct buf *out);

/* One JSON object, strictly: what msg_decode refuses is refused, unknown fields too.
 * *why names what is wrong, fit for the public. */
enum err msg_from_json(const struct msg_desc *desc, const char *text, size_t n, struct arena *mem,
                       void *msg, const char **why) MUST_CHECK;

#endif
