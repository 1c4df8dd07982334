/*
 * token_policy - what tokens a dialect gives, as data (token_policy.def).
 *
 * A family carries the name of its dialect and stays under its policy.
 */
#ifndef TOKENSVC_TOKEN_POLICY_H
#define TOKENSVC_TOKEN_POLICY_H
#include "messages.h"
#include "shape.h"

enum token_access { ACCESS_BY_CLIENT, ACCESS_OPAQUE, ACCESS_KEY };
enum token_kept { KEPT, REPLACED };
enum token_refresh { REFRESH_BY_GRANT, REFRESH_OFFLINE, REFRESH_NEVER };
enum token_rotation { ROTATE_BY_CLIENT, ROTATE_NEVER };

struct token_policy {
    const char *dialect, *auth_methods, *grants;
    enum token_access access;
    struct shape shape;
    int64_t access_life; /* seconds; 0: the client's */
    enum token_kept kept;
    const char *wrapped; /* scope in the JWT around it; NULL: it goes as it is */
    enum token_refresh refresh;
    struct shape refresh_shape; /* of no digits: refresh_token.h */
    int64_t refresh_life;       /* seconds */
    enum token_rotation rotation;
    const char *id_token; /* "": as the client wants it */
    int64_t families;
};

const struct token_policy *token_policy_by_name(const char *dialect); /* NULL: there is none */

/* Is the client switched on for this dialect?  One that does not say is so for the first. */
bool token_policy_admits(const struct client *client, const char *dialect);

/* What a request without a dialect is about, and so is `dialect` itself when it is one. */
const char *token_policy_dialect(const char *dialect);

/* Whose refresh tokens look so, of those that have a shape of their own; NULL: nobody's. */
const struct token_policy *token_policy_of_refresh(const char *text);

/* What the policy and the client together come to. */
bool token_policy_is_opaque(const struct token_policy *self, const struct client *client);
bool token_policy_has_room(const struct token_policy *self,
                           int64_t counter); /* for a refresh token after this one */
bool token_policy_refreshes(const struct token_policy *self, const struct client *client,
                            const char *scope);
bool token_policy_rotates(const struct token_policy *self, const struct client *client);
const char *token_policy_id_token(const struct token_policy *self, const struct client *client);
int64_t token_policy_access_life(const struct token_policy *self,
                                 const struct client *client); /* seconds */

/* How long a family may go unused, and how long it lives in all: seconds.  Its access tokens end
 * with it, so neither is shorter than they live. */
struct family_life {
    int64_t idle, whole;
};
struct family_life token_policy_family_life(const struct token_policy *self,
                                            const struct client *client, const char *scope);

#endif
