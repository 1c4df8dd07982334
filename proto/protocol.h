/*
 * protocol - which protocol a process speaks.
 *
 * The version stands in every envelope and must be equal: it changes only when
 * processes of two releases can no longer talk.  The minor grows when a release
 * adds to the contract.  What is added is always optional, on both sides: a
 * process of either minor understands the other, so that a set of processes is
 * replaced one by one, forth and back, while it serves.  A field must therefore
 * not carry what would be wrong to ignore; that takes a method of its own,
 * which an older process refuses.  A new error is sent one release after it is
 * known.
 */
#ifndef PROTO_PROTOCOL_H
#define PROTO_PROTOCOL_H

enum { PROTOCOL_VERSION = 1, PROTOCOL_MINOR = 0 };

#endif
