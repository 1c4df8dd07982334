#include "forge.h"
#include "b64url.h"
#include "check.h"
#include "signature.h"
#include <string.h>

struct jwk *forge_es, *forge_rs;
const char *forge_why;

const char *forge_joined(const char *a, char between, const char *b)
{
    return arena_printf(check_mem(), "%s%c%s", a, between, b);
}

const char *forge_b64(const char *text)
{
    return b64url_encode(check_mem(), bytes_of(text));
}

enum err forge_verify(const struct jwk *key, const char *typ, const char *token)
{
    struct bytes payload;

    forge_why = NULL;
    return jws_verify(check_mem(), key, typ, token, &payload, &forge_why);
}

void forge_refused(const struct jwk *key, const char *token, const char *because)
{
    CHECK_ERR(forge_verify(key, NULL, token), ERR_INVALID_TOKEN);
    CHECK_HAS(forge_why, because);
}

const char *forge_with_header(const struct jwk *key, const char *header)
{
    const char *input = forge_joined(forge_b64(header), '.', forge_b64(FORGE_PAYLOAD));
    struct bytes signature;

    CHECK_OK(signature_make(check_mem(), key, bytes_of(input), &signature));
    return forge_joined(input, '.', b64url_encode(check_mem(), signature));
}

const char *forge_with_signature(const char *token, struct bytes signature)
{
    size_t input = (size_t)(strrchr(token, '.') - token);

    return forge_joined(arena_strndup(check_mem(), token, input), '.',
                        b64url_encode(check_mem(), signature));
}

struct bytes forge_signature_of(const char *token)
{
    const char *text = strrchr(token, '.') + 1;
    struct bytes out;

    CHECK_OK(b64url_decode(check_mem(), text, strlen(text), &out));
    return out;
}

const char *forge_token(const struct jwk *key)
{
    const char *token = NULL;

    CHECK_OK(jws_sign(check_mem(), key, "at+jwt", bytes_of(FORGE_PAYLOAD), &token));
    return token;
}

int forge_run(const struct check *cases)
{
    int result = 1;

    if (!jwk_make(JOSE_ES256, &forge_es) && !jwk_make(JOSE_RS256, &forge_rs))
        result = check_run(cases);
    jwk_close(&forge_es);
    jwk_close(&forge_rs);
    return result;
}
