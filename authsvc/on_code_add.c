#include "authsvc.h"
#include "bare_code.h"
#include "code_issue.h"
#include "handlers.h"

/* The session stands behind the ticket, and behind the tokens. */
struct find {
    struct call *c;
    struct session *session;
};

static enum err find(struct db *db, void *arg)
{
    const struct find *f = arg;
    struct call *c = f->c;

    return session_store_get(db, c->mem, c->actor->sid, c->actor->person, c->now, f->session);
}

static enum err put(struct db *db, void *arg)
{
    return code_store_put(db, arg);
}

static enum err add_bare(struct call *c, const struct dialect *dialect,
                         const struct session *session, const char **out)
{
    struct authsvc *svc = c->svc;
    const char *drawn = shape_draw(c->mem, &dialect->code);
    struct code code = bare_code_new(c, dialect, session, drawn);

    if (dialect->bare != CODE_BARE)
        return refuse_openly(c, ERR_INVALID_REQUEST, "client_id is missing");
    enum err e = store_write(svc->store, put, &code);
    if (!e)
        *out = drawn;
    return e;
}

/* As an authorization request that the person has answered before. */
static enum err add_named(struct call *c, const struct code_add_request *q,
                          const struct session *session, const char **out)
{
    struct authsvc *svc = c->svc;
    const struct authorize_request request = {
        .response_type = "code", .client_id = q->client_id, .dialect = q->dialect};
    struct interaction it = {.visitor = {.session = session}};
    struct consent consent = {0};
    enum err e = ask_check(c, &request, &it.ask);

    if (e)
        return e;
    const struct consent_key key = {it.ask.client.client_id, session->person, q->dialect};
    e = consent_store_find(svc->store, c->mem, &key, &consent);
    if (e == ERR_NOT_FOUND || (!e && interaction_must_ask(&it.ask, consent.scope)))
        return refuse(c, ERR_CONSENT_REQUIRED, "client %s has not been let in", q->client_id);
    return e ? e : code_issue(c, &it, &consent, out);
}

enum err on_code_add(struct call *c, const struct code_add_request *q, struct code_add_reply *a)
{
    struct authsvc *svc = c->svc;
    const struct dialect *dialect = dialect_by_name(q->dialect);
    struct session session = {0};

    if (!dialect)
        return refuse(c, ERR_INVALID_REQUEST, "there is no dialect %s", q->dialect);
    if (!actor_acts_in(c->actor, q->dialect))
        return refuse(c, ERR_FORBIDDEN, "the program is signed in elsewhere");
    enum err e = store_read(svc->store, find, &(struct find){c, &session});
    if (e == ERR_NOT_FOUND)
        return refuse(c, ERR_SIGNED_OUT, "the session has ended");
    if (!e)
        e = q->client_id ? add_named(c, q, &session, &a->code)
                         : add_bare(c, dialect, &session, &a->code);
    if (!e)
        a->created_at = c->now;
    return e;
}
