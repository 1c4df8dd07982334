#include "recovery_code.h"
#include "base32.h"
#include "random.h"
#include "secret.h"
#include "text.h"
#include <string.h>

enum { BYTES = 10, GROUP = 4, PRINTED = RECOVERY_CODE_LEN + 3 };

const char *recovery_code_new(struct arena *mem)
{
    uint8_t raw[BYTES];

    random_bytes(raw, sizeof raw);
    return base32_encode(mem, (struct bytes){raw, sizeof raw});
}

const char *recovery_code_print(struct arena *mem, const char *code)
{
    char *out = arena_alloc(mem, PRINTED + 1);
    size_t n = 0;

    for (size_t i = 0; code[i]; i++) {
        if (i > 0 && i % GROUP == 0)
            out[n++] = '-';
        out[n++] = code[i];
    }
    out[n] = '\0';
    return out;
}

static char meant(char c)
{
    static const char looks[] = "018", is[] = "OIB";
    const char *at = strchr(looks, c);

    if (at)
        return is[at - looks];
    return c;
}

const char *recovery_code_hash(struct arena *mem, const char *person, const char *code)
{
    char *text = arena_strdup(mem, code);

    for (char *at = text; *at; at++)
        *at = meant(*at);
    return text_hex(
        mem, secret_digest(mem, bytes_of(arena_printf(mem, "recovery\n%s\n%s", person, text))));
}
