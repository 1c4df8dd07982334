#include "pkce.h"
#include "b64url.h"
#include "secret.h"
#include <string.h>

enum { VERIFIER_MIN = 43, VERIFIER_MAX = 128 };

bool pkce_challenge_valid(struct arena *mem, const char *challenge)
{
    struct bytes hash;

    return b64url_decode(mem, challenge, strlen(challenge), &hash) == OK &&
           hash.n == SECRET_HASH_LEN;
}

static bool verifier_valid(const char *verifier)
{
    static const char unreserved[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    size_t n = strlen(verifier);

    return n >= VERIFIER_MIN && n <= VERIFIER_MAX && strspn(verifier, unreserved) == n;
}

enum err pkce_check(struct arena *mem, const char *challenge, const char *verifier)
{
    if (!challenge)
        return verifier ? ERR_VERIFIER_UNEXPECTED : OK;
    if (!verifier)
        return ERR_VERIFIER_MISSING;
    if (!verifier_valid(verifier))
        return ERR_VERIFIER_MALFORMED;
    const char *hash = b64url_encode(mem, secret_digest(mem, bytes_of(verifier)));
    return secret_equal_str(hash, challenge) ? OK : ERR_VERIFIER_WRONG;
}
