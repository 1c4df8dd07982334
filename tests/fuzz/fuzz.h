/*
 * fuzz - one function that takes any bytes and must neither crash nor break its promises.
 *
 * A target writes fuzz_one and asserts what must hold whatever comes in.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H
#include "arena.h"

/* in.p is followed by a NUL that is not counted.  mem is wiped afterwards. */
void fuzz_one(struct arena *mem, struct bytes in);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n); /* the name that libFuzzer wants */

#endif
