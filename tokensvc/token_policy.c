#include "token_policy.h"
#include "refresh_short.h"
#include "words.h"
#include <string.h>

enum { HOUR = 3600, DAY = 24 * HOUR, YEAR = 365 * DAY }; /* seconds */

#define HEX(prefix, n)                                                                             \
    {                                                                                              \
        prefix, SHAPE_HEX, n                                                                       \
    }
#define B64URL(prefix, n)                                                                          \
    {                                                                                              \
        prefix, SHAPE_B64URL, n                                                                    \
    }
#define OWN                                                                                        \
    {                                                                                              \
        NULL, SHAPE_B64URL, 0                                                                      \
    }
#define TOKEN_POLICY(dialect, ...) {#dialect, __VA_ARGS__},
static const struct token_policy policies[] = {
#include "token_policy.def"
};
#undef TOKEN_POLICY
#undef OWN
#undef B64URL
#undef HEX

const struct token_policy *token_policy_by_name(const char *dialect)
{
    for (size_t i = 0; i < ARRAY_LEN(policies); i++) {
        if (strcmp(policies[i].dialect, dialect) == 0)
            return &policies[i];
    }
    return NULL;
}

const struct token_policy *token_policy_of_refresh(const char *text)
{
    for (size_t i = 0; i < ARRAY_LEN(policies); i++) {
        const struct shape *shape = &policies[i].refresh_shape;
        if (shape->n && shape_fits(shape, text))
            return &policies[i];
    }
    return NULL;
}

const char *token_policy_dialect(const char *dialect)
{
    return dialect ? dialect : policies[0].dialect;
}

bool token_policy_admits(const struct client *client, const char *dialect)
{
    return words_has(token_policy_dialect(client->dialects), dialect);
}

bool token_policy_is_opaque(const struct token_policy *self, const struct client *client)
{
    const char *format = client->access_token_format;

    return self->access == ACCESS_OPAQUE || (format && strcmp(format, "opaque") == 0);
}

bool token_policy_has_room(const struct token_policy *self, int64_t counter)
{
    return !self->refresh_shape.n || counter < REFRESH_SHORT_LAST;
}

bool token_policy_refreshes(const struct token_policy *self, const struct client *client,
                            const char *scope)
{
    if (self->refresh == REFRESH_NEVER || !words_has(client->grant_types, "refresh_token"))
        return false;
    return self->refresh == REFRESH_BY_GRANT || words_has(scope, "offline_access");
}

/* Who proves nothing has to show that the newest token is theirs. */
bool token_policy_rotates(const struct token_policy *self, const struct client *client)
{
    bool keeps = self->rotation == ROTATE_NEVER || client->refresh_reuse;

    return !(keeps && client->confidential);
}

const char *token_policy_id_token(const struct token_policy *self, const struct client *client)
{
    return *self->id_token ? self->id_token : client->id_token_signed_response_alg;
}

int64_t token_policy_access_life(const struct token_policy *self, const struct client *client)
{
    return self->access_life ? self->access_life : client->access_token_lifetime;
}

static int64_t between(int64_t least, int64_t n, int64_t most)
{
    int64_t at_most = n < most ? n : most;

    return at_most > least ? at_most : least;
}

struct family_life token_policy_family_life(const struct token_policy *self,
                                            const struct client *client, const char *scope)
{
    int64_t access = token_policy_access_life(self, client);

    if (!token_policy_refreshes(self, client, scope))
        return (struct family_life){access, access};
    int64_t whole = between(access, client->refresh_lifetime, self->refresh_life);
    return (struct family_life){between(access, client->refresh_idle_lifetime, whole), whole};
}
