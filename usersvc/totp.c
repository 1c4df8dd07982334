#include "totp.h"
#include "base32.h"
#include "random.h"
#include "secret.h"
#include <oath.h>

enum { SECRET_BYTES = 20 }; /* as long as what SHA-1 yields: RFC 4226 4 */

enum err totp_init(void)
{
    return oath_init() == OATH_OK ? OK : ERR_CRYPTO;
}

const char *totp_secret(struct arena *mem)
{
    uint8_t raw[SECRET_BYTES];

    random_bytes(raw, sizeof raw);
    const char *text = base32_encode(mem, (struct bytes){raw, sizeof raw});
    secret_wipe(raw, sizeof raw);
    return text;
}

/* A TOTP is the HOTP of the number of its step. */
static enum err digits_of(struct bytes secret, int64_t step, char out[TOTP_DIGITS + 1])
{
    int made = oath_hotp_generate((const char *)secret.p, secret.n, (uint64_t)step, TOTP_DIGITS,
                                  false, OATH_HOTP_DYNAMIC_TRUNCATION, out);

    return made == OATH_OK ? OK : ERR_CRYPTO;
}

/* All steps are looked at, whichever it is. */
enum err totp_check(struct arena *mem, const char *secret, const char *code, int64_t now,
                    int64_t *step)
{
    const int64_t here = now / TOTP_STEP_MS;
    char right[TOTP_DIGITS + 1] = "";
    struct bytes key = {NULL, 0};
    int64_t found = -1;

    enum err e = base32_decode(mem, secret, &key);
    for (int64_t at = here - TOTP_DRIFT; !e && at <= here + TOTP_DRIFT; at++) {
        e = digits_of(key, at, right);
        if (!e && secret_equal_str(right, code))
            found = at;
    }
    secret_wipe(right, sizeof right);
    if (e)
        return e;
    if (found < 0)
        return ERR_WRONG_CODE;
    *step = found;
    return OK;
}
