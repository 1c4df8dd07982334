#include "dialect.h"
#include <string.h>

static const struct dialect dialects[] = {
#define DIALECT(name, pkce, code_life) {#name, pkce, code_life},
#include "dialect.def"
#undef DIALECT
};

const struct dialect *dialect_by_name(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(dialects); i++) {
        if (strcmp(dialects[i].name, name) == 0)
            return &dialects[i];
    }
    return NULL;
}
