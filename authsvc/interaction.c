#include "interaction.h"
#include "answer.h"
#include "api_session.h"
#include "authsvc.h"
#include "code_issue.h"
#include "consent_ticket.h"
#include "network.h"
#include "random.h"
#include "redirect_uri.h"
#include "secret.h"
#include "words.h"
#include <string.h>

enum { HANDLE_LEN = 32 }; /* random bytes */

/* -- a look at it ------------------------------------------------------------------------------ */

/* The app's owner is told of it; a stored request has been counted, or was fine. */
static void count_mishap(struct call *c, const struct ask *ask)
{
    struct authsvc *svc = c->svc;

    if (ask->client.client_id)
        tally_mishap(svc->tally, c, ask->client.client_id, ask->mishap, ask->near);
}

/* A session that has ended is none, and a bot is nobody who could allow anything. */
static enum err find_by_program(struct call *c, const struct authorize_request *q,
                                struct visitor *out)
{
    enum err e = api_session_find(c, q->dialect, q->api_session, out);

    if ((!e && !out->bot) || err_is_fault(e))
        return e;
    c->text = c->detail = NULL;
    *out = (struct visitor){0};
    return OK;
}

enum err interaction_begin(struct call *c, const struct authorize_request *q,
                           struct interaction *out)
{
    *out = (struct interaction){.by_program = q->api_session != NULL};
    enum err e = ask_check(c, q, &out->ask);
    if (e && !err_is_fault(e))
        count_mishap(c, &out->ask);
    if (e)
        return e;
    return out->by_program ? find_by_program(c, q, &out->visitor)
                           : visitor_find(c, q->session, &out->visitor);
}

enum err interaction_resume(struct call *c, const struct interaction_request *q,
                            struct interaction *out)
{
    struct authsvc *svc = c->svc;
    struct bytes hash = secret_digest(c->mem, bytes_of(q->handle));
    struct bytes browser = secret_digest(c->mem, bytes_of(q->browser));

    *out = (struct interaction){.handle = q->handle};
    enum err e =
        transaction_store_find(svc->store, c->mem, hash, browser, c->now, &out->transaction);
    if (e == ERR_NOT_FOUND)
        return refuse(c, ERR_EXPIRED, "no such transaction in this browser");
    if (!e)
        e = ask_check(c, &out->transaction.request, &out->ask);
    return e ? e : visitor_find(c, q->session, &out->visitor);
}

/* -- what the person has to do ----------------------------------------------------------------- */

static bool must_sign_in(const struct interaction *self, int64_t now)
{
    const struct ask *ask = &self->ask;
    const struct session *session = self->visitor.session;

    if (!session)
        return true;
    if (bytes_equal(self->transaction.session, session->hash))
        return false; /* they did, for this request */
    if (ask->prompt.login)
        return true;
    return ask->max_age.set && now - session->auth_time > ask->max_age.v * 1000;
}

bool interaction_must_ask(const struct ask *ask, const char *consented)
{
    bool contested = !ask->client.confidential && redirect_uri_is_contested(ask->redirect_uri);

    return ask->prompt.consent || contested || !words_within(ask->scope, consented);
}

/* Makes a transaction of it, unless it is one. */
static enum err keep(struct call *c, struct interaction *self)
{
    struct authsvc *svc = c->svc;
    uint8_t *key = arena_alloc(c->mem, SECRET_KEY_LEN);
    const struct visitor *visitor = &self->visitor;

    if (self->handle)
        return OK;
    random_bytes(key, SECRET_KEY_LEN);
    self->handle = random_token(c->mem, HANDLE_LEN);
    self->transaction = (struct transaction){
        .hash = secret_digest(c->mem, bytes_of(self->handle)),
        .browser = secret_digest(c->mem, bytes_of(self->ask.request->browser)),
        .source = network_of(c->mem, c->source),
        .ticket_key = {key, SECRET_KEY_LEN},
        .person = visitor->session ? visitor->session->person : NULL,
        .expires_at = c->now + TRANSACTION_LIFE_MS,
        .request = *self->ask.request,
    };
    self->transaction.request.redirect_uri = self->ask.redirect_uri; /* named from now on */
    return transaction_store_put(svc->store, &self->transaction);
}

/* Begins a step for the person.  prompt=none, or nobody there to take it: the client is told
 * instead that there would be one, and *a has its answer. */
static enum err involve(struct call *c, struct interaction *self, enum err otherwise,
                        struct interaction_step *a)
{
    if (self->ask.prompt.none || self->by_program)
        return answer_refusal(
            c, &self->ask,
            refuse(c, otherwise, self->by_program ? "a program asks" : "prompt is none"), a);
    enum err e = keep(c, self);
    if (e)
        return e;
    a->handle = self->handle;
    a->client_name = self->ask.client.client_name;
    a->client_icon = self->ask.client.icon;
    a->redirect_uri = self->ask.redirect_uri;
    return self->visitor.session ? visitor_ticket(c, &self->visitor, &a->ticket) : OK;
}

static enum err ask_to_sign_in(struct call *c, struct interaction *self, struct interaction_step *a)
{
    enum err e = involve(c, self, ERR_LOGIN_REQUIRED, a);

    if (e || a->answer)
        return e;
    a->sign_in = true;
    a->login_hint = ask_value(self->ask.request->login_hint);
    return OK;
}

/* Whose app it is.  Who is gone has no name any more. */
static enum err name_owner(struct call *c, const struct client *client,
                           struct consent_question *question)
{
    const struct person_ref ref = {.id = client->owner};
    struct person owner = {0};

    question->official = !client->owner;
    if (question->official)
        return OK;
    enum err e = usersvc_person_get(c, &ref, &owner);
    if (!e)
        question->owner = owner.username;
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err ask_for_consent(struct call *c, struct interaction *self, const char *consented,
                                struct interaction_step *a)
{
    const struct ask *ask = &self->ask;
    struct consent_question *question = ARENA_NEW(c->mem, consent_question);
    enum err e = involve(c, self, ERR_CONSENT_REQUIRED, a);

    if (e || a->answer)
        return e;
    *question = (struct consent_question){
        .ticket = consent_ticket(c->mem, self),
        .client_id = ask->client.client_id,
        .client_uri = ask->client.client_uri,
        .redirect_uri = ask->redirect_uri,
        .scope = ask->scope,
        .new_scope = words_without(c->mem, ask->scope, consented),
    };
    a->consent = question;
    return name_owner(c, &ask->client, question);
}

/* -- the way on -------------------------------------------------------------------------------- */

static enum err grant(struct call *c, struct interaction *self, const struct consent *covered,
                      struct interaction_step *a)
{
    const char *code = NULL;
    enum err e = code_issue(c, self, covered, &code);

    if (!e)
        answer_code(c, &self->ask, code, a);
    return e;
}

/* What a trial yields is for the app's owner. */
static bool is_anothers_trial(const struct interaction *self)
{
    const char *owner = self->ask.client.owner;

    return self->ask.request->trial &&
           !(owner && strcmp(owner, self->visitor.session->person) == 0);
}

static enum err refuse_trial(struct call *c, const struct interaction *self,
                             struct interaction_step *a)
{
    return answer_refusal(c, &self->ask,
                          refuse_openly(c, ERR_ACCESS_DENIED, "only its owner can try an app"), a);
}

enum err interaction_next(struct call *c, struct interaction *self, struct interaction_step *a)
{
    struct authsvc *svc = c->svc;
    const struct ask *ask = &self->ask;
    struct consent consent = {0};

    if (must_sign_in(self, c->now))
        return ask_to_sign_in(c, self, a);
    if (is_anothers_trial(self))
        return refuse_trial(c, self, a);
    struct consent_key key = {ask->client.client_id, self->visitor.session->person,
                              ask->dialect->name};
    enum err e = consent_store_find(svc->store, c->mem, &key, &consent);
    if (e && e != ERR_NOT_FOUND)
        return e;
    if (e || interaction_must_ask(ask, consent.scope))
        return ask_for_consent(c, self, consent.scope, a);
    return grant(c, self, &consent, a);
}

struct consume {
    struct bytes hash;
    int64_t now;
};

static enum err consume(struct db *db, void *arg)
{
    const struct consume *t = arg;

    return transaction_store_consume(db, t->hash, t->now);
}

static enum err deny(struct call *c, struct interaction *self, struct interaction_step *a)
{
    struct authsvc *svc = c->svc;
    enum err e =
        store_write(svc->store, consume, &(struct consume){self->transaction.hash, c->now});

    if (e == ERR_NOT_FOUND)
        return refuse(c, ERR_EXPIRED, "the transaction was ended by another answer");
    if (e)
        return e;
    return answer_refusal(c, &self->ask, refuse(c, ERR_ACCESS_DENIED, "the person said no"), a);
}

enum err interaction_answer(struct call *c, struct interaction *self, const char *ticket,
                            bool allow, struct interaction_step *a)
{
    if (must_sign_in(self, c->now))
        return ask_to_sign_in(c, self, a);
    if (is_anothers_trial(self))
        return refuse_trial(c, self, a);
    if (!secret_equal_str(ticket, consent_ticket(c->mem, self)))
        return refuse(c, ERR_EXPIRED, "the ticket is not of this question");
    return allow ? grant(c, self, NULL, a) : deny(c, self, a);
}
