/*
 * mishap - what can go wrong between an app and us, by name (mishap.def).
 */
#ifndef PROTO_MISHAP_H
#define PROTO_MISHAP_H
#include "base.h"

enum mishap {
    MISHAP_none,
#define MISHAP(name, doc) MISHAP_##name,
#include "mishap.def"
#undef MISHAP
    MISHAPS
};

const char *mishap_name(enum mishap mishap); /* lives for ever; of MISHAP_none: "none" */

#endif
