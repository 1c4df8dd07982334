#include "portrait.h"
#include "text.h"
#include <string.h>

/* Of page.css. */
static const char *const tints[] = {"clay", "slate", "moss", "plum", "rust", "teal"};

static const char *first_letter(struct arena *mem, const char *name)
{
    size_t n = text_char(name, strlen(name));
    char *letter = arena_strndup(mem, n ? name : "?", n ? n : 1);

    if (*letter >= 'a' && *letter <= 'z')
        *letter = (char)(*letter - 'a' + 'A');
    return letter;
}

static const char *tint_of(const char *name)
{
    unsigned sum = 0;

    for (; *name; name++)
        sum = sum * 31 + (unsigned char)*name;
    return tints[sum % ARRAY_LEN(tints)];
}

struct portrait portrait_of(struct arena *mem, const char *folder, const char *picture,
                            const char *name)
{
    return (struct portrait){picture_address(mem, "", folder, picture), first_letter(mem, name),
                             tint_of(name)};
}
