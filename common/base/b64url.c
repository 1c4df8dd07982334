#include "b64url.h"

/* 64 bytes, one line of the cache: looking up tells nothing about a secret. */
static const _Alignas(64) char alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* Of each character its place in the alphabet, counted from 1; 0 is none. */
// clang-format off
static const uint8_t place[256] = {
    ['A'] = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26,
    ['a'] = 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52,
    ['0'] = 53, 54, 55, 56, 57, 58, 59, 60, 61, 62,
    ['-'] = 63,
    ['_'] = 64,
};
// clang-format on

const char *b64url_encode(struct arena *mem, struct bytes in)
{
    char *out = arena_alloc(mem, in.n / 3 * 4 + 4 + 1), *end = out;
    uint32_t bits = 0;
    unsigned held = 0; /* how many of the low bits are still to be written */

    for (size_t i = 0; i < in.n; i++) {
        bits = bits << 8 | in.p[i];
        for (held += 8; held >= 6; held -= 6)
            *end++ = alphabet[bits >> (held - 6) & 63];
    }
    if (held)
        *end++ = alphabet[bits << (6 - held) & 63];
    return out;
}

enum err b64url_decode(struct arena *mem, const char *in, size_t n, struct bytes *out)
{
    uint8_t *raw = arena_alloc(mem, n / 4 * 3 + 3), *end = raw;
    uint32_t bits = 0;
    unsigned held = 0;

    for (size_t i = 0; i < n; i++) {
        uint8_t at = place[(uint8_t)in[i]];
        if (!at)
            return ERR_BAD_MESSAGE;
        bits = bits << 6 | (at - 1U);
        held += 6;
        if (held >= 8) {
            held -= 8;
            *end++ = (uint8_t)(bits >> held);
        }
    }
    /* A whole character too much, or bits that say nothing and could be anything. */
    if (held >= 6 || bits & ((1U << held) - 1))
        return ERR_BAD_MESSAGE;
    *out = (struct bytes){raw, (size_t)(end - raw)};
    return OK;
}
