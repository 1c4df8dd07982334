#include "msg_scan.h"
#include "msg.h"

struct scan {
    const uint8_t *at, *end;
};

/* How the objects that begin with bytes first … last are laid out. */
static const struct form {
    uint8_t first, last;
    uint8_t width; /* bytes of a length that follows; 0: the length is in the first byte */
    uint8_t mask;  /* the part of the first byte that is the length, when width is 0 */
    uint8_t unit;  /* objects per counted element: 1 array, 2 map; 0: the length counts bytes */
    uint8_t fixed; /* bytes that follow whatever the length */
    bool refused;
} forms[] = {
    {0x00, 0x7f, 0, 0x00, 0, 0, false}, /* positive fixint */
    {0x80, 0x8f, 0, 0x0f, 2, 0, false}, /* fixmap */
    {0x90, 0x9f, 0, 0x0f, 1, 0, false}, /* fixarray */
    {0xa0, 0xbf, 0, 0x1f, 0, 0, false}, /* fixstr */
    {0xc0, 0xc0, 0, 0x00, 0, 0, false}, /* nil */
    {0xc1, 0xc1, 0, 0x00, 0, 0, true},  /* never used */
    {0xc2, 0xc3, 0, 0x00, 0, 0, false}, /* false, true */
    {0xc4, 0xc4, 1, 0x00, 0, 0, false}, /* bin 8, 16, 32 */
    {0xc5, 0xc5, 2, 0x00, 0, 0, false}, {0xc6, 0xc6, 4, 0x00, 0, 0, false},
    {0xc7, 0xc9, 0, 0x00, 0, 0, true},                                      /* ext */
    {0xca, 0xca, 0, 0x00, 0, 4, false},                                     /* float 32, 64 */
    {0xcb, 0xcb, 0, 0x00, 0, 8, false}, {0xcc, 0xcc, 0, 0x00, 0, 1, false}, /* uint 8 … 64 */
    {0xcd, 0xcd, 0, 0x00, 0, 2, false}, {0xce, 0xce, 0, 0x00, 0, 4, false},
    {0xcf, 0xcf, 0, 0x00, 0, 8, false}, {0xd0, 0xd0, 0, 0x00, 0, 1, false}, /* int 8 … 64 */
    {0xd1, 0xd1, 0, 0x00, 0, 2, false}, {0xd2, 0xd2, 0, 0x00, 0, 4, false},
    {0xd3, 0xd3, 0, 0x00, 0, 8, false}, {0xd4, 0xd8, 0, 0x00, 0, 0, true}, /* fixext */
    {0xd9, 0xd9, 1, 0x00, 0, 0, false},                                    /* str 8, 16, 32 */
    {0xda, 0xda, 2, 0x00, 0, 0, false}, {0xdb, 0xdb, 4, 0x00, 0, 0, false},
    {0xdc, 0xdc, 2, 0x00, 1, 0, false},                                     /* array 16, 32 */
    {0xdd, 0xdd, 4, 0x00, 1, 0, false}, {0xde, 0xde, 2, 0x00, 2, 0, false}, /* map 16, 32 */
    {0xdf, 0xdf, 4, 0x00, 2, 0, false}, {0xe0, 0xff, 0, 0x00, 0, 0, false}, /* negative fixint */
};

static const struct form *form_of(uint8_t byte)
{
    size_t low = 0, high = ARRAY_LEN(forms) - 1;

    while (low < high) {
        size_t mid = (low + high) / 2;
        if (byte <= forms[mid].last)
            high = mid;
        else
            low = mid + 1;
    }
    return &forms[low];
}

static size_t left(const struct scan *s)
{
    return (size_t)(s->end - s->at);
}

/* The length that the object announces; false when even that is cut off. */
static bool length(struct scan *s, const struct form *form, uint8_t byte, size_t *out)
{
    *out = byte & form->mask;
    if (left(s) < form->width)
        return false;
    for (size_t i = 0; i < form->width; i++)
        *out = *out << 8 | *s->at++;
    return true;
}

static bool skip(struct scan *s, size_t n)
{
    if (left(s) < n)
        return false;
    s->at += n;
    return true;
}

static bool object(struct scan *s, int depth)
{
    size_t n = 0;

    if (left(s) == 0)
        return false;
    uint8_t byte = *s->at++;
    const struct form *form = form_of(byte);
    if (form->refused || !length(s, form, byte, &n))
        return false;
    if (form->unit == 0)
        return skip(s, n + form->fixed);
    if (depth == 0 || n * form->unit > left(s)) /* each element takes a byte at least */
        return false;
    for (size_t i = 0; i < n * form->unit; i++) {
        if (!object(s, depth - 1))
            return false;
    }
    return true;
}

bool msg_scan(struct bytes in)
{
    struct scan s = {in.p, in.p + in.n};

    return in.n > 0 && object(&s, MSG_DEPTH_MAX) && s.at == s.end;
}
