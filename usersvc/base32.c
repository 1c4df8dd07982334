#include "base32.h"
#include "secret.h"
#include <oath.h>
#include <stdlib.h>
#include <string.h>

/* liboath's own memory, and no copy of the secret left in it. */
static void drop(char *p, size_t n)
{
    secret_wipe(p, n);
    free(p);
}

const char *base32_encode(struct arena *mem, struct bytes in)
{
    char *text = NULL;
    size_t n = 0;

    assert(in.n % 5 == 0);
    if (oath_base32_encode((const char *)in.p, in.n, &text, &n) != OATH_OK)
        abort(); /* no memory */
    const char *out = arena_strndup(mem, text, n);
    drop(text, n);
    return out;
}

enum err base32_decode(struct arena *mem, const char *text, struct bytes *out)
{
    char *raw = NULL;
    size_t n = 0;

    if (oath_base32_decode(text, strlen(text), &raw, &n) != OATH_OK)
        return ERR_CRYPTO;
    uint8_t *copy = arena_alloc(mem, n);
    memcpy(copy, raw, n);
    drop(raw, n);
    *out = (struct bytes){copy, n};
    return OK;
}
