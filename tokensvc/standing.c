#include "standing.h"
#include "token_policy.h"
#include "tokensvc.h"
#include "words.h"

static enum err said(struct call *c, const struct question *question, enum err e)
{
    if (!e || err_is_fault(e))
        return e;
    c->text = NULL; /* it was not said to the client */
    return refuse(c, ERR_INVALID_GRANT, "%s: %s", question->method->name, err_name(e));
}

static enum err ask(struct call *c, const struct question *question, void *reply)
{
    const struct tokensvc *svc = c->svc;

    return said(c, question, recent_ask(svc->recent, c, question, reply));
}

static enum err ask_anew(struct call *c, const struct question *question, void *reply)
{
    const struct tokensvc *svc = c->svc;

    return said(c, question, recent_ask_anew(svc->recent, c, question, reply));
}

static enum err moved(struct call *c, const char *whose, int64_t from, int64_t to)
{
    return refuse(c, ERR_INVALID_GRANT, "generation of the %s was %lld, is %lld", whose,
                  (long long)from, (long long)to);
}

/* --- client --- */

struct expected {
    int64_t generation;
    const char *dialect;
};

static bool client_stands(const void *reply, const void *arg)
{
    const struct client *client = ((const struct client_record_reply *)reply)->client;
    const struct expected *expected = arg;
    const char *dialect = expected->dialect;

    return !client->disabled && client->generation == expected->generation &&
           (!dialect || token_policy_admits(client, dialect));
}

enum err standing_client(struct call *c, const char *client_id, int64_t generation,
                         const char *dialect)
{
    struct client_record_reply record = {0};
    const struct client_ref ref = {client_id};
    const struct expected expected = {generation, dialect};

    enum err e = ask(c,
                     &(struct question){&authsvc_client_record_method, &ref, client_stands,
                                        &expected, .client_id = client_id},
                     &record);
    if (e || client_stands(&record, &expected))
        return e;
    if (record.client->disabled)
        return refuse(c, ERR_INVALID_GRANT, "the client is disabled");
    if (record.client->generation != generation)
        return moved(c, "client", generation, record.client->generation);
    return refuse(c, ERR_INVALID_GRANT, "the client is switched off for %s", dialect);
}

/* --- person --- */

static bool fits(int64_t now, int64_t then)
{
    return then == 0 || now == then;
}

static bool person_stands(const void *reply, const void *arg)
{
    const struct person_standing_reply *person = reply;
    const int64_t *generation = arg;

    return person->active && fits(person->generation, *generation);
}

enum err standing_person(struct call *c, const char *person, int64_t generation)
{
    struct person_standing_reply now = {0};
    const struct person_ref ref = {.id = person};

    enum err e = ask(c,
                     &(struct question){&usersvc_person_standing_method, &ref, person_stands,
                                        &generation, .person = person},
                     &now);
    if (e || person_stands(&now, &generation))
        return e;
    if (!now.active)
        return refuse(c, ERR_INVALID_GRANT, "the person is disabled or deleted");
    return moved(c, "person", generation, now.generation);
}

static bool profile_stands(const void *reply, const void *arg)
{
    const struct person *person = reply;
    const int64_t *generation = arg;

    return !person->disabled && fits(person->generation, *generation);
}

enum err standing_profile(struct call *c, const char *person, int64_t generation,
                          struct person *out)
{
    struct person now = {0};
    const struct person_ref ref = {.id = person};

    enum err e = ask(c,
                     &(struct question){&usersvc_person_get_method, &ref, profile_stands,
                                        &generation, .person = person},
                     &now);
    if (e)
        return e;
    if (now.disabled)
        return refuse(c, ERR_INVALID_GRANT, "the person is disabled");
    if (!fits(now.generation, generation))
        return moved(c, "person", generation, now.generation);
    *out = now;
    return OK;
}

/* --- consent and session --- */

struct wish {
    const struct family *family;
    const char *scope;
    int64_t now;
};

static bool session_lives(const struct consent_standing_reply *consent, int64_t now)
{
    return consent->session_alive && (!consent->alive_until || now < consent->alive_until);
}

static bool consent_stands(const void *reply, const void *arg)
{
    const struct consent_standing_reply *consent = reply;
    const struct wish *wish = arg;

    return consent->consented && consent->generation == wish->family->consent_generation &&
           session_lives(consent, wish->now) && words_within(wish->scope, consent->scope);
}

/* how: ask or ask_anew */
static enum err judge_consent(struct call *c, const struct wish *wish,
                              enum err (*how)(struct call *, const struct question *, void *),
                              const char **consented)
{
    const struct family *family = wish->family;
    struct consent_standing_reply now = {0};
    const struct consent_standing_request request = {
        .client_id = family->client_id,
        .person = family->person,
        .dialect = family->dialect,
        .sid = family->sid,
    };

    enum err e = how(c,
                     &(struct question){&authsvc_consent_standing_method, &request, consent_stands,
                                        wish, family->client_id, family->person},
                     &now);
    if (e)
        return e;
    if (!now.consented)
        return refuse(c, ERR_INVALID_GRANT, "the consent was withdrawn");
    if (now.generation != family->consent_generation)
        return moved(c, "consent", family->consent_generation, now.generation);
    if (!session_lives(&now, wish->now))
        return refuse(c, ERR_INVALID_GRANT, "the session %s has ended", family->sid);
    *consented = now.scope;
    return OK;
}

enum err standing_consent(struct call *c, const struct family *family, const char *wanted,
                          const char **consented)
{
    return judge_consent(c, &(struct wish){family, wanted, c->now}, ask, consented);
}

enum err standing_birth(struct call *c, const struct family *family)
{
    const char *consented = NULL;

    return judge_consent(c, &(struct wish){family, NULL, c->now}, ask_anew, &consented);
}
