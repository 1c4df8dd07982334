#include "opaque_token.h"
#include "log.h"
#include "opaque_store.h"
#include "secret.h"
#include "tokensvc.h"
#include <string.h>

enum { USE_MS = 60 * 1000 };

enum err opaque_token_mint(struct call *c, const struct shape *shape, struct access_token *in,
                           const char **text)
{
    const struct tokensvc *svc = c->svc;
    const char *drawn = shape_draw(c->mem, shape);

    in->iat = c->now / 1000;
    enum err e = opaque_store_put(svc->store, &(struct opaque_row){
                                                  .hash = secret_digest(c->mem, bytes_of(drawn)),
                                                  .client_id = in->client_id,
                                                  .family = in->family,
                                                  .generation = in->generation,
                                                  .head = in->head,
                                                  .audience = in->issuer,
                                                  .scope = in->scope,
                                                  .issued_at = c->now,
                                                  .expires_at = in->exp * 1000,
                                              });
    if (!e)
        *text = drawn;
    return e;
}

enum err opaque_token_check(struct call *c, const char *text, const char *issuer,
                            struct access_token *out)
{
    const struct tokensvc *svc = c->svc;
    struct opaque_row row;

    enum err e = opaque_store_get(svc->store, c->mem, secret_digest(c->mem, bytes_of(text)), &row);
    if (e == ERR_NOT_FOUND)
        return refuse(c, ERR_INVALID_TOKEN, "there is no such token");
    if (e)
        return e;
    if (strcmp(row.audience, issuer) != 0)
        return refuse(c, ERR_INVALID_TOKEN, "the token is for another audience");
    if (row.expires_at <= c->now)
        return refuse(c, ERR_INVALID_TOKEN, "the token has expired");
    *out = (struct access_token){
        .issuer = row.audience,
        .sub = row.family ? NULL : row.client_id,
        .client_id = row.client_id,
        .scope = row.scope,
        .iat = row.issued_at / 1000,
        .exp = row.expires_at / 1000,
        .family = row.family,
        .generation = row.generation,
        .head = row.head,
        .used_at = row.used_at,
    };
    return OK;
}

void opaque_token_note_use(struct call *c, const char *text, const struct access_token *token)
{
    const struct tokensvc *svc = c->svc;

    if (token->used_at && c->now - token->used_at < USE_MS)
        return;
    enum err e = opaque_store_touch(svc->store, secret_digest(c->mem, bytes_of(text)), c->now);
    if (e) /* worth noting, and not worth a refusal */
        log_warn("the use of a token could not be noted: %s", err_name(e));
}

enum err opaque_token_end(struct call *c, const char *text, const char *client_id)
{
    return opaque_store_end(c, secret_digest(c->mem, bytes_of(text)), client_id);
}
