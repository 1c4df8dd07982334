#include "refresh_short.h"
#include "b64url.h"
#include "buf.h"
#include "text.h"
#include <string.h>

enum {
    AT_FAMILY = 1,
    WHOLE = 7, /* bytes of the id that are there whole; half of another follows */
    AT_SHARED = AT_FAMILY + WHOLE, /* that half, and the first 4 bits of the counter */
    BEGINS = 10,                   /* digits of the id's text that are 60 bits */
};

static const char *digits(struct arena *mem, const struct shape *shape, struct bytes raw)
{
    return shape->digits == SHAPE_HEX ? text_hex(mem, raw) : b64url_encode(mem, raw);
}

static size_t head_digits(const struct shape *shape)
{
    return (size_t)REFRESH_SHORT_HEAD * 8 / (shape->digits == SHAPE_HEX ? 4U : 6U);
}

static struct bytes mac_of(struct arena *mem, const struct mac_key *key, const char *tenant,
                           const char *head, const char *family)
{
    struct buf text;

    buf_init(&text, mem, 128);
    buf_str(&text, "tokensvc.refresh_short");
    buf_char(&text, '\0');
    buf_add(&text, tenant, strlen(tenant) + 1);
    buf_add(&text, head, strlen(head) + 1);
    buf_str(&text, family);
    return secret_mac(mem, (struct bytes){key->key, sizeof key->key}, buf_bytes(&text));
}

const char *refresh_short_print(struct arena *mem, const struct shape *shape,
                                const struct mac_key *key, const char *tenant,
                                const struct refresh_token *in)
{
    uint8_t raw[REFRESH_SHORT_HEAD] = {(uint8_t)key->kid};
    struct bytes id = {0};

    bool fits = b64url_decode(mem, in->family, strlen(in->family), &id) == OK &&
                id.n == FAMILY_ID_LEN && in->counter <= REFRESH_SHORT_LAST;
    assert(fits); /* families are born with such ids only; who gives a head looks at the counter */
    memcpy(raw + AT_FAMILY, id.p, WHOLE);
    raw[AT_SHARED] = (uint8_t)((id.p[WHOLE] & 0xf0) | (in->counter >> 24));
    for (int i = 0; i < 3; i++)
        raw[AT_SHARED + 1 + i] = (uint8_t)(in->counter >> (16 - 8 * i));
    const char *head = digits(mem, shape, (struct bytes){raw, sizeof raw});
    const char *mac = digits(mem, shape, mac_of(mem, key, tenant, head, in->family));
    return arena_printf(mem, "%s%s%.*s", shape->prefix, head, (int)(shape->n - head_digits(shape)),
                        mac);
}

static uint8_t value_of(char hex)
{
    return (uint8_t)(hex <= '9' ? hex - '0' : hex - 'a' + 10);
}

static struct bytes head_of(struct arena *mem, const struct shape *shape, const char *text)
{
    struct bytes raw = {0};
    uint8_t *out = arena_alloc(mem, REFRESH_SHORT_HEAD);

    text += strlen(shape->prefix);
    if (shape->digits == SHAPE_B64URL) {
        bool whole = b64url_decode(mem, text, head_digits(shape), &raw) == OK;
        assert(whole); /* digits that stand for whole bytes */
        return raw;
    }
    for (size_t i = 0; i < REFRESH_SHORT_HEAD; i++)
        out[i] = (uint8_t)(value_of(text[2 * i]) << 4 | value_of(text[2 * i + 1]));
    return (struct bytes){out, REFRESH_SHORT_HEAD};
}

struct refresh_short refresh_short_read(struct arena *mem, const struct shape *shape,
                                        const char *text)
{
    bool fits = shape_fits(shape, text);
    assert(fits);
    const uint8_t *raw = head_of(mem, shape, text).p;
    uint8_t id[WHOLE + 1];

    memcpy(id, raw + AT_FAMILY, WHOLE);
    id[WHOLE] = raw[AT_SHARED] & 0xf0;
    const char *begins = b64url_encode(mem, (struct bytes){id, sizeof id});
    return (struct refresh_short){
        .kid = raw[0],
        .begins = arena_strndup(mem, begins, BEGINS),
        .counter = (int64_t)(raw[AT_SHARED] & 0x0f) << 24 | (int64_t)raw[AT_SHARED + 1] << 16 |
                   (int64_t)raw[AT_SHARED + 2] << 8 | raw[AT_SHARED + 3],
    };
}
