#include "b64url.h"
#include "claims.h"
#include "fuzz.h"
#include "jws.h"
#include <string.h>

/* RFC 7515 A.3.1, with which the corpus has a good token */
static const char KEY[] = "{\"kty\":\"EC\",\"crv\":\"P-256\","
                          "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
                          "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}";

/* The payload is written in the token in the only way there is. */
static void payload_is_canonical(struct arena *mem, const char *token, struct bytes payload)
{
    const char *again = b64url_encode(mem, payload), *at = strchr(token, '.') + 1;

    assert(strncmp(at, again, strlen(again)) == 0 && at[strlen(again)] == '.');
}

void fuzz_one(struct arena *mem, struct bytes in)
{
    AUTO_CLOSE(jwk) *key = NULL;
    AUTO(claims) claims = {0};
    const char *token = (const char *)in.p, *kid = NULL, *why = NULL;
    struct bytes payload = {0};

    assert(jwk_read(mem, KEY, strlen(KEY), &key, &why) == OK);
    enum err peeked = jws_peek_kid(mem, token, &kid);
    enum err e = jws_verify(mem, key, NULL, token, &payload, &why);
    assert(e == OK || (e == ERR_INVALID_TOKEN && why && !payload.p));
    if (e == OK) {
        assert(peeked == OK);
        payload_is_canonical(mem, token, payload);
    }
    if (claims_read(mem, in, &claims, &why) == OK)
        claims_has_audience(&claims, "x");
}
