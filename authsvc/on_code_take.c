#include "authsvc.h"
#include "bare_code.h"
#include "client_store.h"
#include "consent_store.h"
#include "handlers.h"
#include "pkce.h"
#include "secret.h"
#include "session_store.h"
#include <string.h>

/* -- does all that the code rests on stand? ---------------------------------------------------- */

struct standing {
    struct arena *mem;
    const struct code *code;
    int64_t now;
    const char *asked; /* what was looked at last: the reason, when that no longer stands */
};

static enum err client_stands(struct db *db, const struct standing *s)
{
    struct client client = {0};
    enum err e = client_store_get(db, s->mem, s->code->client_id, &client);

    if (e)
        return e;
    bool stands = !client.disabled && client.generation == s->code->client_generation;
    return stands ? OK : ERR_NOT_FOUND;
}

static enum err consent_stands(struct db *db, const struct standing *s)
{
    const struct code *code = s->code;
    const struct consent_key key = {code->client_id, code->person, code->dialect};
    struct consent consent = {0};
    enum err e = consent_store_get(db, s->mem, &key, &consent);

    if (e)
        return e;
    return consent.generation == code->consent_generation ? OK : ERR_NOT_FOUND;
}

/* The person is tokensvc's to ask about. */
static enum err stands(struct db *db, void *arg)
{
    struct standing *s = arg;

    s->asked = "the client has been disabled or renewed";
    enum err e = client_stands(db, s);
    if (e)
        return e;
    s->asked = "consent has been withdrawn";
    e = consent_stands(db, s);
    if (e || !s->code->sid)
        return e;
    s->asked = "the session has ended";
    int64_t until = 0;
    return session_store_alive(db, s->code->sid, s->code->person, s->now, &until);
}

/* -- does the request fit? --------------------------------------------------------------------- */

static bool same(const char *sent, const char *kept)
{
    return sent && strcmp(sent, kept) == 0;
}

static enum err check_fit(struct call *c, const struct code_take_request *q,
                          const struct code *code)
{
    const char *verifier = q->code_verifier && *q->code_verifier ? q->code_verifier : NULL;

    if (!same(q->redirect_uri, code->redirect_uri))
        return refuse(c, ERR_REDIRECT_URI_DIFFERS, "code: the redirect URI is another one");
    if (!same(q->dialect, code->dialect))
        return refuse(c, ERR_CODE_FOREIGN, "code: it was issued under another dialect");
    if (code->taken_at >= code->expires_at)
        return refuse(c, ERR_CODE_EXPIRED, "code: it has expired");
    enum err e = pkce_check(c->mem, code->challenge, verifier);
    return e ? refuse(c, e, "code: the verifier does not fit the challenge") : OK;
}

static struct authorization answer(const struct code *code)
{
    return (struct authorization){
        .family = code->family,
        .person = code->person,
        .sub = code->sub,
        .scope = code->scope,
        .sid = code->sid,
        .nonce = code->nonce,
        .auth_time = code->auth_time,
        .acr = code->acr,
        .amr = code->amr,
        .client_generation = code->client_generation,
        .person_generation = code->person_generation,
        .consent_generation = code->consent_generation,
    };
}

struct complete {
    struct arena *mem;
    const struct code_take_request *q;
    struct code *code;
};

static enum err complete(struct db *db, void *arg)
{
    const struct complete *b = arg;

    return bare_code_complete(db, b->mem, b->q, b->code);
}

/* To a client that was never let in there is no such code. */
static enum err fill_in(struct call *c, const struct code_take_request *q, struct code *code)
{
    struct authsvc *svc = c->svc;
    enum err e = OK;

    if (bare_code_is(code))
        e = store_read(svc->store, complete, &(struct complete){c->mem, q, code});
    return e == ERR_NOT_FOUND
               ? refuse(c, ERR_CODE_FOREIGN, "the code is for clients that were let in before")
               : e;
}

/* By now the code is used up, whatever comes of it; asking again with the same attempt comes to
 * the same end. */
enum err on_code_take(struct call *c, const struct code_take_request *q, struct authorization *a)
{
    struct authsvc *svc = c->svc;
    const struct code_taker by = {secret_digest(c->mem, bytes_of(q->code)), q->attempt,
                                  q->client_id};
    struct code code = {0};

    enum err e = code_store_take(svc->store, c->mem, &by, c->now, &code);
    if (e == ERR_NOT_FOUND)
        return refuse(c, ERR_CODE_UNKNOWN, "there is no such code");
    if (e)
        return e;
    if (!same(q->client_id, code.client_id))
        return refuse(c, ERR_CODE_FOREIGN, "the code is another client's");
    if (!same(q->attempt, code.attempt)) {
        *a = (struct authorization){.family = code.family, .replayed = true};
        return OK;
    }
    e = fill_in(c, q, &code);
    if (!e)
        e = check_fit(c, q, &code);
    if (e)
        return e;
    struct standing s = {.mem = c->mem, .code = &code, .now = c->now};
    e = store_read(svc->store, stands, &s);
    if (e == ERR_NOT_FOUND)
        return refuse(c, ERR_INVALID_GRANT, "code: %s", s.asked);
    if (!e)
        *a = answer(&code);
    return e;
}
