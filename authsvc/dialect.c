#include "dialect.h"
#include <string.h>

#define HEX(n)                                                                                     \
    {                                                                                              \
        "", SHAPE_HEX, n                                                                           \
    }
#define B64URL(n)                                                                                  \
    {                                                                                              \
        "", SHAPE_B64URL, n                                                                        \
    }
#define DIALECT(name, ...) {#name, __VA_ARGS__},
static const struct dialect dialects[] = {
#include "dialect.def"
};
#undef DIALECT
#undef B64URL
#undef HEX

#define DIALECT(name, ...) " " #name
static const char words[] =
#include "dialect.def"
    ;
#undef DIALECT

const char *const dialect_names = words + 1;

const struct dialect *dialect_first(void)
{
    return &dialects[0];
}

const struct dialect *dialect_by_name(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(dialects); i++) {
        if (strcmp(dialects[i].name, name) == 0)
            return &dialects[i];
    }
    return NULL;
}
