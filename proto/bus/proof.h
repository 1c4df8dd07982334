/*
 * proof - admission is seen to work before anybody is served.
 *
 * A CURVE socket whose handler is missing lets everybody in, and nothing else
 * would show it.  So a stranger knocks first.
 */
#ifndef BUS_PROOF_H
#define BUS_PROOF_H
#include "keyring.h"

/* At this address a key made a moment ago is refused and our own is let in.  While the bus thread
 * runs; not on it.  ERR_UNAVAILABLE otherwise; logged. */
enum err proof_of_admission(const char *address, const struct keypair *own) MUST_CHECK;

#endif
