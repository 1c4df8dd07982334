#include "digest.h"
#include "b64url.h"
#include <openssl/evp.h>
#include <pthread.h>
#include <stdlib.h>

static EVP_MD *sha256;

static void fetch(void)
{
    sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
}

void digest_sha256(struct bytes in, uint8_t out[DIGEST_LEN])
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, fetch);
    if (!sha256 || !EVP_Digest(in.p, in.n, out, NULL, sha256, NULL))
        abort();
}

const char *digest_left_half(struct arena *mem, const char *text)
{
    uint8_t whole[DIGEST_LEN];

    digest_sha256(bytes_of(text), whole);
    return b64url_encode(mem, (struct bytes){whole, DIGEST_LEN / 2});
}
