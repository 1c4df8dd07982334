#include "refresh_token.h"
#include "b64url.h"
#include "buf.h"
#include <string.h>

static const char PREFIX[] = "ort_";

enum {
    PREFIX_LEN = sizeof PREFIX - 1,
    VERSION = 1,
    AT_KID = 1,
    AT_FAMILY = AT_KID + 4,
    AT_COUNTER = AT_FAMILY + FAMILY_ID_LEN,
    AT_MAC = AT_COUNTER + 8,
    RAW_LEN = AT_MAC + SECRET_HASH_LEN,
};

static void put(uint8_t *out, size_t n, uint64_t value)
{
    for (size_t i = n; i > 0; i--, value >>= 8)
        out[i - 1] = (uint8_t)value;
}

static uint64_t take(const uint8_t *in, size_t n)
{
    uint64_t value = 0;

    for (size_t i = 0; i < n; i++)
        value = value << 8 | in[i];
    return value;
}

static struct bytes mac_of(struct arena *mem, const struct mac_key *key, const char *tenant,
                           const uint8_t raw[RAW_LEN])
{
    struct buf text;

    buf_init(&text, mem, 128);
    buf_str(&text, "tokensvc.refresh_token");
    buf_char(&text, '\0');
    buf_add(&text, tenant, strlen(tenant) + 1);
    buf_add(&text, raw, AT_MAC);
    return secret_mac(mem, (struct bytes){key->key, sizeof key->key}, buf_bytes(&text));
}

bool refresh_token_like(const char *text)
{
    return strncmp(text, PREFIX, PREFIX_LEN) == 0;
}

static bool decode_id(struct arena *mem, const char *id, struct bytes *out)
{
    return b64url_decode(mem, id, strlen(id), out) == OK && out->n == FAMILY_ID_LEN;
}

bool refresh_token_family(struct arena *mem, const char *id)
{
    struct bytes raw;

    return decode_id(mem, id, &raw);
}

const char *refresh_token_print(struct arena *mem, const struct mac_key *key, const char *tenant,
                                const struct refresh_token *in)
{
    uint8_t raw[RAW_LEN] = {VERSION};
    struct bytes id;

    bool fits = decode_id(mem, in->family, &id);
    assert(fits); /* families are born with such ids only */
    put(raw + AT_KID, 4, (uint64_t)key->kid);
    memcpy(raw + AT_FAMILY, id.p, id.n);
    put(raw + AT_COUNTER, 8, (uint64_t)in->counter);
    struct bytes mac = mac_of(mem, key, tenant, raw);
    memcpy(raw + AT_MAC, mac.p, mac.n);
    return arena_printf(mem, "%s%s", PREFIX, b64url_encode(mem, (struct bytes){raw, RAW_LEN}));
}

enum err refresh_token_read(struct arena *mem, const struct key_set *keys, const char *tenant,
                            const char *text, struct refresh_token *out)
{
    struct bytes raw;

    if (!refresh_token_like(text))
        return ERR_INVALID_GRANT;
    text += PREFIX_LEN;
    if (b64url_decode(mem, text, strlen(text), &raw) || raw.n != RAW_LEN || raw.p[0] != VERSION)
        return ERR_INVALID_GRANT;
    const struct mac_key *key = key_set_mac(keys, (int64_t)take(raw.p + AT_KID, 4));
    if (!key)
        return ERR_INVALID_GRANT;
    struct bytes mac = {raw.p + AT_MAC, SECRET_HASH_LEN};
    if (!secret_equal(mac, mac_of(mem, key, tenant, raw.p)))
        return ERR_INVALID_GRANT;
    out->family = b64url_encode(mem, (struct bytes){raw.p + AT_FAMILY, FAMILY_ID_LEN});
    out->counter = (int64_t)take(raw.p + AT_COUNTER, 8);
    return OK;
}
