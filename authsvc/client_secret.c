#include "client_secret.h"
#include "random.h"
#include "secret.h"

enum { CLIENT_SECRET_LEN = 32 }; /* random bytes */

const char *client_secret_draw(struct arena *mem, struct secret_check *check)
{
    const char *text = random_token(mem, CLIENT_SECRET_LEN);
    uint8_t *key = arena_alloc(mem, SECRET_KEY_LEN);

    random_bytes(key, SECRET_KEY_LEN);
    check->key = (struct bytes){key, SECRET_KEY_LEN};
    check->hash = secret_mac(mem, check->key, bytes_of(text));
    check->expires_at = 0;
    return text;
}
