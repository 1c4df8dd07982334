#include "jws.h"
#include "b64url.h"
#include "json.h"
#include "jws_inside.h"
#include "signature.h"
#include <string.h>
#include <strings.h>

/* A compact token, cut at its dots; nothing is decoded. */
struct parts {
    struct bytes header, payload, signature;
    struct bytes input; /* header.payload: what is signed */
};

static enum err refuse(const char **why, const char *text)
{
    *why = text;
    return ERR_INVALID_TOKEN;
}

static struct bytes between(const char *from, const char *to)
{
    return (struct bytes){(const uint8_t *)from, (size_t)(to - from)};
}

static enum err split(const char *compact, struct parts *out, const char **why)
{
    size_t n = strnlen(compact, JWS_MAX + 1);

    if (n > JWS_MAX)
        return refuse(why, "the token is too long");
    const char *end = compact + n;
    const char *first = strchr(compact, '.');
    const char *second = first ? strchr(first + 1, '.') : NULL;
    if (!second || strchr(second + 1, '.'))
        return refuse(why, "the token does not have three parts");
    *out = (struct parts){
        .header = between(compact, first),
        .payload = between(first + 1, second),
        .signature = between(second + 1, end),
        .input = between(compact, second),
    };
    return OK;
}

static enum err decode(struct arena *mem, struct bytes in, struct bytes *out)
{
    return b64url_decode(mem, (const char *)in.p, in.n, out);
}

/* Members that change what the other parts mean, and that we do not understand. */
static const char *strange_member(const json_t *header)
{
    static const char *const names[] = {"crit", "b64", "zip"};

    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (json_object_get(header, names[i]))
            return names[i];
    }
    return NULL;
}

static enum err text_member(struct arena *mem, const json_t *header, const char *name,
                            const char **out, const char **why)
{
    const json_t *value = json_object_get(header, name);

    if (value && !json_is_string(value))
        return refuse(why, arena_printf(mem, "header: %s is not a string", name));
    *out = arena_strdup(mem, json_string_value(value));
    return OK;
}

static enum err take_members(struct arena *mem, const json_t *header, struct jws_header *out,
                             const char **why)
{
    enum err e = OK;

    if (!json_is_object(header))
        return refuse(why, "the header is not a JSON object");
    if (strange_member(header))
        return refuse(why,
                      arena_printf(mem, "header: %s is not supported", strange_member(header)));
    if ((e = text_member(mem, header, "alg", &out->alg, why)) ||
        (e = text_member(mem, header, "typ", &out->typ, why)))
        return e;
    return text_member(mem, header, "kid", &out->kid, why);
}

static enum err read_header(struct arena *mem, struct bytes encoded, struct jws_header *out,
                            const char **why)
{
    struct bytes text;
    json_t *header = NULL;

    if (decode(mem, encoded, &text))
        return refuse(why, "the header is not base64url");
    if (json_read(mem, (const char *)text.p, text.n, &header, why))
        return refuse(why, arena_printf(mem, "the header is not JSON: %s", *why));
    enum err e = take_members(mem, header, out, why);
    json_decref(header);
    return e;
}

/* RFC 7515 4.1.9: "application/" in front may be left out where no other '/' follows. */
static const char *bare_type(const char *typ)
{
    static const char prefix[] = "application/";
    size_t n = sizeof prefix - 1;

    return strncasecmp(typ, prefix, n) == 0 && !strchr(typ + n, '/') ? typ + n : typ;
}

static bool same_type(const char *is, const char *want)
{
    return is && strcasecmp(bare_type(is), bare_type(want)) == 0;
}

enum err jws_open(struct arena *mem, const char *alg, const char *typ, const char *compact,
                  struct jws_opened *out, const char **why)
{
    struct parts parts;
    struct jws_header header = {0};
    struct jws_opened opened;
    enum err e = OK;

    if ((e = split(compact, &parts, why)) || (e = read_header(mem, parts.header, &header, why)))
        return e;
    if (!header.alg || strcmp(header.alg, alg) != 0)
        return refuse(why, "header: alg is not that of the key");
    if (typ && !same_type(header.typ, typ))
        return refuse(why, "header: typ is not the one expected here");
    if (decode(mem, parts.payload, &opened.payload))
        return refuse(why, "the payload is not base64url");
    if (decode(mem, parts.signature, &opened.signature))
        return refuse(why, "the signature is not base64url");
    opened.input = parts.input;
    *out = opened;
    return OK;
}

enum err jws_verify(struct arena *mem, const struct jwk *key, const char *typ, const char *compact,
                    struct bytes *payload, const char **why)
{
    struct jws_opened opened;
    enum err e = jws_open(mem, jose_alg_name(jwk_alg(key)), typ, compact, &opened, why);

    if (e)
        return e;
    if (!signature_good(mem, key, opened.input, opened.signature))
        return refuse(why, "the signature is not right");
    *payload = opened.payload;
    return OK;
}

enum err jws_peek_kid(struct arena *mem, const char *compact, const char **kid)
{
    struct parts parts;
    struct jws_header header = {0};
    const char *why = NULL;
    enum err e = OK;

    if ((e = split(compact, &parts, &why)) || (e = read_header(mem, parts.header, &header, &why)))
        return e;
    *kid = header.kid;
    return OK;
}

static const char *print_header(struct arena *mem, const struct jws_header *header)
{
    struct buf out;
    struct json json;

    buf_init(&out, mem, 128);
    json_init(&json, &out);
    json_open(&json, NULL, '{');
    json_str(&json, "typ", header->typ);
    json_str(&json, "alg", header->alg);
    json_str(&json, "kid", header->kid);
    json_close(&json, '}');
    return b64url_encode(mem, buf_bytes(&out));
}

void jws_begin(struct arena *mem, const struct jws_header *header, struct bytes payload,
               struct buf *out)
{
    buf_init(out, mem, payload.n / 3 * 4 + 768); /* header and the longest signature */
    buf_str(out, print_header(mem, header));
    buf_char(out, '.');
    buf_str(out, b64url_encode(mem, payload));
}

const char *jws_end(struct buf *out, struct arena *mem, struct bytes signature)
{
    buf_char(out, '.');
    buf_str(out, b64url_encode(mem, signature));
    return buf_text(out);
}

enum err jws_sign(struct arena *mem, const struct jwk *key, const char *typ, struct bytes payload,
                  const char **compact)
{
    struct jws_header header = {
        .alg = jose_alg_name(jwk_alg(key)),
        .typ = typ,
        .kid = jwk_kid(key),
    };
    struct buf out;
    struct bytes signature;

    jws_begin(mem, &header, payload, &out);
    enum err e = signature_make(mem, key, buf_bytes(&out), &signature);
    if (!e)
        *compact = jws_end(&out, mem, signature);
    return e;
}
