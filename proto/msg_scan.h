/*
 * msg_scan - is this exactly one msgpack object, of reasonable shape?
 *
 * Walks the bytes once without allocating, before msgpack-c builds anything:
 * a header may announce 2^32 elements, and the library believes it.  Refused:
 * more announced than there are bytes, depth over MSG_DEPTH_MAX, extension
 * types and the reserved byte 0xc1, bytes after the end.
 */
#ifndef PROTO_MSG_SCAN_H
#define PROTO_MSG_SCAN_H
#include "base.h"

bool msg_scan(struct bytes in);

#endif
