#include "kinds.h"
#include <string.h>

/* Bytes that such a file begins with; '.' stands for any. */
static const struct {
    const char *begins;
    size_t n;
    kind_reader *read;
} kinds[] = {
    {"\x89PNG\r\n\x1a\n", 8, kind_read_png},
    {"\xff\xd8\xff", 3, kind_read_jpeg},
    {"RIFF....WEBP", 12, kind_read_webp},
};

static bool begins(struct bytes in, const char *with, size_t n)
{
    if (in.n < n)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (with[i] != '.' && in.p[i] != (uint8_t)with[i])
            return false;
    }
    return true;
}

kind_reader *kind_of(struct bytes in)
{
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        if (begins(in, kinds[i].begins, kinds[i].n))
            return kinds[i].read;
    }
    return NULL;
}
