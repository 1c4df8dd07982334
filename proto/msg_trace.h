/*
 * msg_trace - a message as one line for a log, with nothing in it that a log must not hold.
 *
 *   code_take_request{code=<43 bytes> client_id=c_8f1 dialect=standard}
 *
 * SECRET fields show their length, PERSONAL ones that they are there.
 */
#ifndef PROTO_MSG_TRACE_H
#define PROTO_MSG_TRACE_H
#include "msg.h"

const char *msg_trace(const struct msg_desc *desc, const void *msg, struct arena *mem);

#endif
