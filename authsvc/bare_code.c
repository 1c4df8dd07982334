#include "bare_code.h"
#include "client_store.h"
#include "consent_store.h"
#include "random.h"
#include "redirect_uri.h"
#include "secret.h"
#include "words.h"

enum { FAMILY_LEN = 16 }; /* random bytes */

struct code bare_code_new(struct call *c, const struct dialect *dialect,
                          const struct session *session, const char *code)
{
    return (struct code){
        .hash = secret_digest(c->mem, bytes_of(code)),
        .family = random_token(c->mem, FAMILY_LEN),
        .client_id = "",
        .redirect_uri = "",
        .dialect = dialect->name,
        .person = session->person,
        .sub = session->sub,
        .sid = session->sid,
        .scope = "",
        .auth_time = session->auth_time,
        .acr = session->acr,
        .amr = session->amr,
        .person_generation = session->person_generation,
        .expires_at = c->now + dialect->code_life * 1000,
    };
}

bool bare_code_is(const struct code *code)
{
    return !*code->redirect_uri;
}

enum err bare_code_complete(struct db *db, struct arena *mem, const struct code_take_request *q,
                            struct code *code)
{
    const struct consent_key key = {q->client_id, code->person, code->dialect};
    struct client client = {0};
    struct consent consent = {0};
    enum err e = client_store_get(db, mem, q->client_id, &client);

    if (!e)
        e = consent_store_get(db, mem, &key, &consent);
    if (e)
        return e;
    if (!words_within(client.scope, consent.scope) || !words_has(client.dialects, code->dialect))
        return ERR_NOT_FOUND;
    if (q->redirect_uri && redirect_uri_registered(&client.redirect_uris, q->redirect_uri, false))
        code->redirect_uri = q->redirect_uri;
    code->scope = client.scope;
    code->client_generation = client.generation;
    code->consent_generation = consent.generation;
    return OK;
}
