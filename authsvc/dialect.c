#include "dialect.h"
#include "words.h"
#include <string.h>

enum { DAY = 86400, YEAR = 365 * DAY }; /* seconds */

#define HEX(prefix, n)                                                                             \
    {                                                                                              \
        prefix, SHAPE_HEX, n                                                                       \
    }
#define B64URL(prefix, n)                                                                          \
    {                                                                                              \
        prefix, SHAPE_B64URL, n                                                                    \
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

const struct dialect *dialect_first_of(struct arena *mem, const char *names)
{
    const char *first = words_next(mem, &names);
    const struct dialect *known = first ? dialect_by_name(first) : NULL;

    return known ? known : dialect_first();
}

bool dialect_shows_again(const char *names)
{
    for (size_t i = 0; i < ARRAY_LEN(dialects); i++) {
        if (dialects[i].shown == SECRET_AGAIN && words_has(names, dialects[i].name))
            return true;
    }
    return false;
}

const char *dialect_scheme(const char *names)
{
    for (size_t i = 0; i < ARRAY_LEN(dialects); i++) {
        if (dialects[i].scheme && words_has(names, dialects[i].name))
            return dialects[i].scheme;
    }
    return NULL;
}

const char *dialect_scopes(struct arena *mem, const char *names)
{
    const char *all = "";

    for (size_t i = 0; i < ARRAY_LEN(dialects); i++) {
        if (words_has(names, dialects[i].name))
            all = words_union(mem, all, dialects[i].scopes);
    }
    return all;
}

const char *dialect_usual_scopes(struct arena *mem, const char *names)
{
    const char *all = "";

    for (size_t i = 0; i < ARRAY_LEN(dialects); i++) {
        const struct dialect *d = &dialects[i];
        if (words_has(names, d->name))
            all = words_union(mem, all, d->usual ? d->usual : d->scopes);
    }
    return all;
}
