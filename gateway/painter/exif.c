/* exif.c - the one thing in an Exif segment that pixels need. */
#include "kinds.h"
#include <string.h>

enum { EXIF = 6, TIFF = 8, ENTRY = 12, TAG_ORIENTATION = 0x0112, TYPE_SHORT = 3, UPRIGHT = 1 };

/* A view of a TIFF file (TIFF 6.0, 2); what lies outside of it reads as 0. */
struct tiff {
    struct bytes in;
    bool big;
};

static uint32_t number(const struct tiff *t, size_t at, size_t n)
{
    uint32_t v = 0;

    if (at > t->in.n || n > t->in.n - at)
        return 0;
    for (size_t i = 0; i < n; i++)
        v = v << 8 | t->in.p[t->big ? at + i : at + n - 1 - i];
    return v;
}

static int orientation(const struct tiff *t)
{
    size_t folder = number(t, 4, 4), n = number(t, folder, 2);

    for (size_t i = 0; i < n; i++) {
        size_t at = folder + 2 + i * ENTRY;
        if (at > t->in.n)
            return UPRIGHT;
        if (number(t, at, 2) == TAG_ORIENTATION && number(t, at + 2, 2) == TYPE_SHORT) {
            uint32_t v = number(t, at + 8, 2);
            return v >= 1 && v <= 8 ? (int)v : UPRIGHT;
        }
    }
    return UPRIGHT;
}

int kind_orientation(struct bytes exif)
{
    if (exif.n < EXIF + TIFF || memcmp(exif.p, "Exif\0\0", EXIF) != 0)
        return UPRIGHT;
    struct tiff t = {{exif.p + EXIF, exif.n - EXIF}, false};
    if (memcmp(t.in.p, "MM", 2) == 0)
        t.big = true;
    else if (memcmp(t.in.p, "II", 2) != 0)
        return UPRIGHT;
    return number(&t, 2, 2) == 42 ? orientation(&t) : UPRIGHT;
}
