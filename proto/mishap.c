#include "mishap.h"

static const char *const names[MISHAPS] = {
    "none",
#define MISHAP(name, doc) #name,
#include "mishap.def"
#undef MISHAP
};

const char *mishap_name(enum mishap mishap)
{
    assert(mishap < MISHAPS);
    return names[mishap];
}
