#include "code_issue.h"
#include "auth_event.h"
#include "authsvc.h"
#include "code_store.h"
#include "hook.h"
#include "notice.h"
#include "random.h"
#include "secret.h"
#include "words.h"

enum { FAMILY_LEN = 16 }; /* random bytes */

struct issue {
    struct call *c;
    const struct interaction *it;
    bool consents; /* the person, with this */
    struct code code;
};

/* What was allowed before stays, as far as the client still has it registered; so a consent never
 * grows beyond what a client may have. */
static enum err give_consent(struct db *db, struct issue *i)
{
    const struct ask *ask = &i->it->ask;
    struct consent_key key = {i->code.client_id, i->code.person, i->code.dialect};
    struct consent before = {0};

    enum err e = consent_store_get(db, i->c->mem, &key, &before);
    if (e && e != ERR_NOT_FOUND)
        return e;
    const char *kept = words_common(i->c->mem, before.scope, ask->client.scope);
    struct consent now = {.scope = words_union(i->c->mem, kept, ask->scope)};
    e = consent_store_put(db, &key, now.scope, i->c->now, &now.generation);
    i->code.consent_generation = now.generation;
    if (!e)
        e = consent_store_number(db, &key, i->it->visitor.number);
    if (!e)
        e = auth_event_consent_given(db, i->c, &key, &before, &now);
    if (!e)
        e = notice_of_consent(db, i->c, &i->it->visitor, &ask->client, &before, &now);
    return e ? e : hook_tell(db, i->c, &ask->client, HOOK_granted, i->it->visitor.number);
}

static enum err issue(struct db *db, void *arg)
{
    struct issue *i = arg;
    enum err e = OK;

    if (i->consents)
        e = consent_store_lock(db, i->code.client_id, i->code.person);
    if (!e && i->it->handle)
        e = transaction_store_consume(db, i->it->transaction.hash, i->c->now);
    if (e)
        return e == ERR_NOT_FOUND ? ERR_EXPIRED : e;
    if (i->consents)
        e = give_consent(db, i);
    return e ? e : code_store_put(db, &i->code);
}

static int64_t lifetime_ms(const struct ask *ask)
{
    int64_t own = ask->client.code_lifetime, most = ask->dialect->code_life;

    return (own < most ? own : most) * 1000;
}

static bool outlives_session(const struct ask *ask)
{
    return ask->dialect->rests == RESTS_ON_CONSENT || words_has(ask->scope, "offline_access");
}

static struct code new_code(struct call *c, const struct interaction *it, const char *code)
{
    const struct ask *ask = &it->ask;
    const struct session *session = it->visitor.session;

    return (struct code){
        .hash = secret_digest(c->mem, bytes_of(code)),
        .family = random_token(c->mem, FAMILY_LEN),
        .client_id = ask->client.client_id,
        .redirect_uri = ask->redirect_uri,
        .dialect = ask->dialect->name,
        .challenge = ask->challenge,
        .person = session->person,
        .sub = session->sub,
        .sid = outlives_session(ask) ? NULL : session->sid,
        .scope = ask->scope,
        .nonce = ask_value(ask->request->nonce),
        .auth_time = session->auth_time,
        .acr = session->acr,
        .amr = session->amr,
        .client_generation = ask->client.generation,
        .person_generation = session->person_generation,
        .expires_at = c->now + lifetime_ms(ask),
    };
}

enum err code_issue(struct call *c, const struct interaction *it, const struct consent *covered,
                    const char **code)
{
    struct authsvc *svc = c->svc;
    const char *drawn = shape_draw(c->mem, &it->ask.dialect->code);
    struct issue i = {.c = c, .it = it, .consents = !covered, .code = new_code(c, it, drawn)};

    if (covered)
        i.code.consent_generation = covered->generation;
    enum err e = store_write(svc->store, issue, &i);
    if (e == ERR_EXPIRED)
        return refuse(c, e, "the transaction was ended by another answer");
    if (e)
        return e;
    *code = drawn;
    return OK;
}
