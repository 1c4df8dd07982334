#include "presented.h"
#include "api_key.h"
#include "family_store.h"
#include "log.h"
#include "opaque_token.h"
#include "refresh_find.h"
#include "revoked_store.h"
#include "standing.h"
#include "token_policy.h"
#include "tokensvc.h"
#include <string.h>

/* --- reading --- */

static enum err find_family(struct call *c, const char *id, struct presented *out)
{
    const struct tokensvc *svc = c->svc;

    enum err e = family_store_get(svc->store, c->mem, id, &out->family);
    if (e == ERR_NOT_FOUND)
        return refuse(c, ERR_INVALID_TOKEN, "its family is gone");
    out->has_family = e == OK;
    return e;
}

static enum err read_refresh(struct call *c, const char *token, struct presented *out)
{
    struct refresh_found found;
    enum err e = refresh_find(c, token, &found);

    if (e == ERR_NOT_FOUND)
        return ERR_INVALID_TOKEN; /* the private reason is noted */
    if (e)
        return e;
    out->is_refresh = out->has_family = true;
    out->refresh = found.token;
    out->family = found.family;
    out->client_id = out->family.client_id;
    out->scope = out->family.scope;
    return OK;
}

/* What a JWT says itself, an opaque token has from its family. */
static void complete(struct presented *out)
{
    out->access.sub = out->family.sub;
    out->access.auth_time = out->family.auth_time / 1000;
    out->access.acr = out->family.acr;
}

static enum err read_access(struct call *c, const char *token, const char *issuer,
                            struct presented *out)
{
    out->is_opaque = strchr(token, '.') == NULL;
    enum err e = out->is_opaque ? opaque_token_check(c, token, issuer, &out->access)
                                : access_token_check(c, token, issuer, &out->access);

    if (e)
        return e;
    out->client_id = out->access.client_id;
    out->scope = out->access.scope;
    if (!out->access.family)
        return OK;
    e = find_family(c, out->access.family, out);
    if (!e && out->is_opaque)
        complete(out);
    return e;
}

enum err presented_key(struct call *c, const char *text, struct presented *out)
{
    struct api_key_row *row = arena_alloc(c->mem, sizeof *row);

    enum err e = api_key_find(c, text, row);
    if (e)
        return e;
    *out = (struct presented){.key = row, .client_id = row->client_id, .scope = row->scope};
    return OK;
}

/* A text without a dot is known by its row alone. */
static enum err read_other(struct call *c, const char *token, const char *issuer,
                           struct presented *out)
{
    enum err e = read_access(c, token, issuer, out);

    return e == ERR_INVALID_TOKEN && out->is_opaque ? presented_key(c, token, out) : e;
}

static enum err read_wrapped(struct call *c, const char *token, const char *issuer,
                             struct presented *out)
{
    struct wrapped_token *wrapped = ARENA_NEW(c->mem, wrapped_token);

    enum err e = wrapped_token_read(c, token, wrapped);
    if (e)
        return e;
    out->wrapped = wrapped;
    if (wrapped->exp <= c->now / 1000)
        return refuse(c, ERR_INVALID_TOKEN, "JWT: it has expired");
    e = read_access(c, wrapped->inner, issuer, out);
    return e || out->is_opaque ? e : refuse(c, ERR_INVALID_TOKEN, "JWT: around another one");
}

enum err presented_read(struct call *c, const char *token, const char *issuer,
                        struct presented *out)
{
    *out = (struct presented){0};
    if (wrapped_token_like(c->mem, token))
        return read_wrapped(c, token, issuer, out);
    if (refresh_like(token))
        return read_refresh(c, token, out);
    return read_other(c, token, issuer, out);
}

bool presented_is_theirs(const struct presented *self, const struct client *client)
{
    return self->client_id && strcmp(self->client_id, client->client_id) == 0;
}

bool presented_is_of(const struct presented *self, const char *dialect)
{
    const char *own = self->has_family ? self->family.dialect : NULL;

    if (self->key)
        own = self->key->dialect;

    return strcmp(token_policy_dialect(own), token_policy_dialect(dialect)) == 0;
}

/* --- judging --- */

/* A token without a family rests on its client alone. */
static enum err judge_single(struct call *c, const struct presented *self)
{
    const struct tokensvc *svc = c->svc;
    bool revoked = false;
    enum err e = OK;

    if (!self->is_opaque) /* which would not be there */
        e = revoked_store_has(svc->store, c->mem, self->access.jti, &revoked);
    if (e)
        return e;
    if (revoked)
        return refuse(c, ERR_INVALID_GRANT, "it was revoked");
    return standing_client(c, self->client_id, self->access.generation, NULL);
}

static enum err judge_own(struct call *c, const struct presented *self)
{
    const struct family *family = &self->family;

    if (!family_alive(family, c->now))
        return refuse(c, ERR_INVALID_GRANT, "its family has ended");
    if (self->is_refresh && self->refresh.counter != family->head)
        return refuse(c, ERR_INVALID_GRANT, "it was replaced");
    if (!self->is_refresh && self->access.generation != family->generation)
        return refuse(c, ERR_INVALID_GRANT, "its family has moved on");
    if (!self->is_refresh && self->access.head && self->access.head != family->head)
        return refuse(c, ERR_INVALID_GRANT, "its family has been refreshed");
    return OK;
}

static enum err judge_person(struct call *c, const char *person, int64_t generation,
                             struct person *profile)
{
    if (profile)
        return standing_profile(c, person, generation, profile);
    return standing_person(c, person, generation);
}

/* That it was used is worth noting, and not worth a refusal. */
static void note_use(struct call *c, const struct api_key_row *key)
{
    const struct tokensvc *svc = c->svc;
    enum err e = api_key_store_touch(svc->store, key, c->now);

    if (e)
        log_warn("the use of API key %s could not be noted: %s", key->id, err_name(e));
}

static enum err judge_key(struct call *c, const struct api_key_row *key, struct person *profile)
{
    enum err e = OK;

    if (key->expires_at && key->expires_at <= c->now)
        return refuse(c, ERR_INVALID_GRANT, "the key has expired");
    if (key->client_id)
        e = standing_client(c, key->client_id, key->client_generation, key->dialect);
    if (!e)
        e = judge_person(c, key->person, 0, profile);
    if (!e)
        note_use(c, key);
    return e;
}

static enum err judge_member(struct call *c, const struct presented *self, struct person *profile)
{
    const struct family *family = &self->family;
    const char *consented = NULL;
    enum err e = OK;

    if ((e = judge_own(c, self)) ||
        (e = standing_client(c, family->client_id, family->client_generation, family->dialect)) ||
        (e = standing_consent(c, family, NULL, &consented)))
        return e;
    return judge_person(c, family->person, family->person_generation, profile);
}

enum err presented_judge(struct call *c, const struct presented *self, struct person *profile)
{
    enum err e = self->key          ? judge_key(c, self->key, profile)
                 : self->has_family ? judge_member(c, self, profile)
                                    : judge_single(c, self);

    /* The private reason is noted. */
    return err_kin(e) == ERR_INVALID_GRANT ? ERR_INVALID_TOKEN : e;
}
