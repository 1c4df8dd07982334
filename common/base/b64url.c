#include "b64url.h"
#include <sodium.h>

const char *b64url_encode(struct arena *mem, struct bytes in)
{
    size_t room = sodium_base64_ENCODED_LEN(in.n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *out = arena_alloc(mem, room);

    return sodium_bin2base64(out, room, in.p, in.n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/* libsodium 1.0.18 takes every byte from 0x80 on for '_'. */
static bool is_ascii(const char *in, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if ((uint8_t)in[i] >= 0x80)
            return false;
    }
    return true;
}

enum err b64url_decode(struct arena *mem, const char *in, size_t n, struct bytes *out)
{
    size_t room = n / 4 * 3 + 3, len = 0;
    uint8_t *raw = arena_alloc(mem, room);
    const char *end = NULL;

    if (!is_ascii(in, n) ||
        sodium_base642bin(raw, room, in, n, NULL, &len, &end,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        end != in + n)
        return ERR_BAD_MESSAGE;
    *out = (struct bytes){raw, len};
    return OK;
}
