#include "fuzz.h"
#include "jwk.h"
#include <string.h>

/* A key that is taken prints as a public key that is taken too, and is the same key. */
void fuzz_one(struct arena *mem, struct bytes in)
{
    AUTO_CLOSE(jwk) *key = NULL;
    AUTO_CLOSE(jwk) *again = NULL;
    const char *why = NULL;

    if (jwk_read(mem, (const char *)in.p, in.n, &key, &why)) {
        assert(why && *why && !key);
        return;
    }
    const char *json = jwk_public_json(key);
    assert(jwk_read(mem, json, strlen(json), &again, &why) == OK);
    assert(!jwk_is_private(again));
    assert(strcmp(jwk_thumbprint(again), jwk_thumbprint(key)) == 0);
    assert(strcmp(jwk_kid(again), jwk_kid(key)) == 0);
}
