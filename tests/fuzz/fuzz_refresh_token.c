#include "fuzz.h"
#include "refresh_token.h"
#include <string.h>

/* Whatever is read is what we would have printed, to the last bit. */
void fuzz_one(struct arena *mem, struct bytes in)
{
    static const struct key_set keys = {.n_mac = 1, .mac = {{1, {1, 2, 3, 4}}}};
    const char *text = (const char *)in.p;
    struct refresh_token token;

    if (refresh_token_read(mem, &keys, "default", text, &token))
        return;
    assert(refresh_token_like(text) && refresh_token_family(mem, token.family));
    assert(strcmp(refresh_token_print(mem, &keys.mac[0], "default", &token), text) == 0);
}
