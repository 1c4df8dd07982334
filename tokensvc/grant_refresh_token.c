/*
 * The order of the checks is the law: the client, the MAC, the
 * family's client and dialect, liveness and generations, the scope; then the
 * counter.  What fails before the counter changes nothing, so that knowing
 * somebody's family does not let anyone end it.
 */
#include "family_store.h"
#include "grants.h"
#include "issue.h"
#include "log.h"
#include "refresh_find.h"
#include "standing.h"
#include "tokensvc.h"
#include "words.h"
#include <string.h>

struct presented_refresh {
    struct refresh_token token;
    struct family family;
    const char *scope; /* of the access token to come */
    int64_t head_kid;  /* for a new head */
};

static enum err read_token(struct call *c, const char *text, struct presented_refresh *out)
{
    struct refresh_found found;
    enum err e = refresh_find(c, text, &found);

    if (e == ERR_NOT_FOUND)
        return ERR_REFRESH_UNKNOWN; /* the private reason is noted */
    if (e)
        return e;
    out->token = found.token;
    out->family = found.family;
    out->head_kid = found.newest_kid;
    return OK;
}

static enum err check_owner(struct call *c, const struct token_request *q,
                            const struct client *client, const struct family *family)
{
    if (strcmp(family->client_id, client->client_id) != 0)
        return refuse(c, ERR_REFRESH_FOREIGN, "the token is of client %s", family->client_id);
    if (strcmp(family->dialect, q->dialect) != 0)
        return refuse(c, ERR_REFRESH_FOREIGN, "the token is of dialect %s", family->dialect);
    if (family_alive(family, c->now))
        return OK;
    return refuse(c, family_expired(family, c->now) ? ERR_REFRESH_EXPIRED : ERR_REFRESH_UNKNOWN,
                  "family %s has ended", family->id);
}

/* Narrowing is for the access token alone; nothing goes beyond what is consented to now, nor beyond
 * what the client has registered now. */
static enum err choose_scope(struct call *c, const char *wanted, const char *allowed,
                             struct presented_refresh *p)
{
    const char *most = words_common(c->mem, p->family.scope, allowed);

    if (!wanted || !*wanted) {
        p->scope = most;
        return OK;
    }
    if (!words_valid(wanted, strlen(wanted)))
        return refuse_openly(c, ERR_INVALID_SCOPE, "scope is malformed");
    if (!words_within(wanted, most))
        return refuse_openly(c, ERR_INVALID_SCOPE, "scope is more than was granted");
    p->scope = wanted;
    return OK;
}

static enum err check_standing(struct call *c, const struct token_request *q,
                               const struct client *client, struct presented_refresh *p)
{
    const struct family *family = &p->family;
    const char *consented = NULL;
    enum err e = OK;

    if ((e = standing_client(c, family->client_id, family->client_generation, family->dialect)) ||
        (e = standing_person(c, family->person, family->person_generation)) ||
        (e = standing_consent(c, family, family->scope, &consented)))
        return e;
    return choose_scope(c, q->scope, words_common(c->mem, consented, client->scope), p);
}

static struct family_use use_of(const struct call *c, const struct token_request *q,
                                const struct client *client, const struct presented_refresh *p)
{
    const struct token_policy *policy = token_policy_by_name(q->dialect);
    int64_t idle = c->now + token_policy_family_life(policy, client, p->family.scope).idle * 1000;

    return (struct family_use){
        .id = p->family.id,
        .counter = p->token.counter,
        .by = {.now = c->now,
               .grace = client->refresh_grace * 1000,
               .authenticated = client->confidential,
               .attempt = q->attempt},
        .rotate =
            token_policy_rotates(policy, client) && token_policy_has_room(policy, p->token.counter),
        .head_kid = p->head_kid,
        .expires_at = idle < p->family.ends_at ? idle : p->family.ends_at,
    };
}

static enum err use_token(struct call *c, const struct family_use *use, struct family *family)
{
    enum verdict verdict;
    struct family after;

    enum err e = family_store_use(c, use, &verdict, &after);
    if (e == ERR_NOT_FOUND)
        return refuse(c, ERR_REFRESH_UNKNOWN, "family %s has just ended", use->id);
    if (e)
        return e;
    if (verdict == VERDICT_THEFT) {
        log_warn("refresh token %lld of family %s was replaced by %lld and came again: "
                 "the family ends",
                 (long long)use->counter, use->id, (long long)after.head);
        return refuse(c, ERR_REFRESH_UNKNOWN, "the token was replaced; its family ends");
    }
    if (verdict == VERDICT_AHEAD) {
        log_error("refresh token %lld of family %s is ahead of the database, which has %lld: "
                  "was an old backup restored?",
                  (long long)use->counter, use->id, (long long)after.head);
        return refuse(c, ERR_REFRESH_UNKNOWN, "the token is ahead of the database");
    }
    *family = after;
    return OK;
}

enum err grant_refresh_token(struct call *c, const struct token_request *q,
                             const struct client *client, struct token_reply *a)
{
    struct presented_refresh p = {0};
    enum err e = OK;

    if (!q->refresh_token)
        return refuse_openly(c, ERR_PARAMETER_MISSING, "refresh_token is missing");
    if ((e = read_token(c, q->refresh_token, &p)) || (e = check_owner(c, q, client, &p.family)) ||
        (e = check_standing(c, q, client, &p)))
        return e;
    const struct family_use use = use_of(c, q, client, &p);
    e = use_token(c, &use, &p.family);
    if (e)
        return e;
    const struct issue issue = {
        .client = client,
        .policy = token_policy_by_name(q->dialect),
        .family = &p.family,
        .scope = p.scope,
        .issuer = q->issuer,
    };
    return issue_tokens(c, &issue, a);
}
