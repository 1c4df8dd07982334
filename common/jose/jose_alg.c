#include "jose_alg.h"
#include <string.h>

static const char *const names[] = {
    [JOSE_ES256] = "ES256",
    [JOSE_RS256] = "RS256",
};

const char *jose_alg_name(enum jose_alg alg)
{
    assert((unsigned)alg < ARRAY_LEN(names));
    return names[alg];
}

bool jose_alg_by_name(const char *name, enum jose_alg *out)
{
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (strcmp(names[i], name) == 0) {
            *out = (enum jose_alg)i;
            return true;
        }
    }
    return false;
}
