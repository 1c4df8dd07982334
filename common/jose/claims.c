#include "claims.h"
#include "json.h"
#include <string.h>

static const int64_t YEAR_9999 = 253402300799; /* its last second */

enum kind { TEXT, TIME, AUDIENCE };

/* The claims whose type everybody agrees on. */
static const struct row {
    const char *name;
    enum kind kind;
} rows[] = {
    {"iss", TEXT},       {"sub", TEXT},   {"aud", AUDIENCE}, {"exp", TIME},
    {"nbf", TIME},       {"iat", TIME},   {"jti", TEXT}, /* RFC 7519 4.1 */
    {"client_id", TEXT}, {"scope", TEXT},                /* RFC 9068 2.2, RFC 8693 4.2 */
    {"auth_time", TIME}, {"nonce", TEXT}, {"acr", TEXT},     {"azp", TEXT}, /* OIDC Core 2 */
    {"sid", TEXT}, /* OIDC Front-Channel Logout 3 */
};

static bool is_time(const json_t *value)
{
    return json_is_integer(value) && json_integer_value(value) >= 0 &&
           json_integer_value(value) <= YEAR_9999;
}

static bool is_audience(const json_t *value)
{
    if (json_is_string(value))
        return true;
    if (json_array_size(value) == 0)
        return false;
    for (size_t i = 0; i < json_array_size(value); i++) {
        if (!json_is_string(json_array_get(value, i)))
            return false;
    }
    return true;
}

static const char *defect(const json_t *value, enum kind kind)
{
    switch (kind) {
    case TEXT:
        return json_is_string(value) ? NULL : "is not a string";
    case TIME:
        return is_time(value) ? NULL : "is not a whole number of seconds before the year 10000";
    default:
        return is_audience(value) ? NULL : "is neither a string nor a list of strings";
    }
}

static enum err check(struct arena *mem, const json_t *root, const char **why)
{
    if (!json_is_object(root)) {
        *why = "the payload is not a JSON object";
        return ERR_INVALID_TOKEN;
    }
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const json_t *value = json_object_get(root, rows[i].name);
        const char *wrong = value ? defect(value, rows[i].kind) : NULL;
        if (wrong) {
            *why = arena_printf(mem, "claim %s %s", rows[i].name, wrong);
            return ERR_INVALID_TOKEN;
        }
    }
    return OK;
}

enum err claims_read(struct arena *mem, struct bytes payload, struct claims *out, const char **why)
{
    AUTO(claims) read = {.mem = mem};

    if (json_read(mem, (const char *)payload.p, payload.n, &read.root, why)) {
        *why = arena_printf(mem, "the payload is not JSON: %s", *why);
        return ERR_INVALID_TOKEN;
    }
    enum err e = check(mem, read.root, why);
    if (e)
        return e;
    *out = read;
    read.root = NULL;
    return OK;
}

void claims_done(struct claims *self)
{
    json_decref(self->root);
    self->root = NULL;
}

const char *claims_str(const struct claims *self, const char *name)
{
    return arena_strdup(self->mem, json_string_value(json_object_get(self->root, name)));
}

bool claims_int(const struct claims *self, const char *name, int64_t *out)
{
    const json_t *value = json_object_get(self->root, name);

    if (!json_is_integer(value))
        return false;
    *out = json_integer_value(value);
    return true;
}

static bool is_text(const json_t *value, const char *text)
{
    return json_is_string(value) && strcmp(json_string_value(value), text) == 0;
}

bool claims_has_audience(const struct claims *self, const char *aud)
{
    const json_t *value = json_object_get(self->root, "aud");

    if (is_text(value, aud))
        return true;
    for (size_t i = 0; i < json_array_size(value); i++) {
        if (is_text(json_array_get(value, i), aud))
            return true;
    }
    return false;
}
