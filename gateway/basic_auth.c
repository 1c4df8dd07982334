#include "basic_auth.h"
#include "form.h"
#include <sodium.h>
#include <string.h>
#include <strings.h>

static const char SCHEME[] = "Basic ";

bool basic_auth_is(const char *header)
{
    return strncasecmp(header, SCHEME, sizeof SCHEME - 1) == 0;
}

enum err basic_auth_read(struct arena *mem, const char *header, const char **id,
                         const char **secret, const char **why)
{
    const char *encoded = header + sizeof SCHEME - 1;
    size_t room = strlen(encoded), n = 0;
    const char *name, *value;
    char *text = arena_alloc(mem, room + 1);

    assert(basic_auth_is(header));
    encoded += strspn(encoded, " ");
    if (sodium_base642bin((unsigned char *)text, room, encoded, strlen(encoded), NULL, &n, NULL,
                          sodium_base64_VARIANT_ORIGINAL) != 0) {
        *why = "the Authorization header is not base64";
        return ERR_INVALID_CLIENT;
    }
    const char *colon = memchr(text, ':', n);
    if (!colon) {
        *why = "the Authorization header has no ':' between client and secret";
        return ERR_INVALID_CLIENT;
    }
    size_t name_len = (size_t)(colon - text);
    name = form_decode(mem, text, name_len, why);
    value = *why ? NULL : form_decode(mem, colon + 1, n - name_len - 1, why);
    if (*why) {
        *why = arena_printf(mem, "the %s in the Authorization header contains %s",
                            name ? "secret" : "client", *why);
        return ERR_INVALID_CLIENT;
    }
    *id = name;
    *secret = value;
    return OK;
}
