#include "visitor.h"
#include "auth_event.h"
#include "authsvc.h"
#include "bot.h"
#include "secret.h"

enum { TOUCH_MS = 60 * 1000 }; /* use is written down at most once a minute */

int64_t visitor_idle_at(const struct session *session, int64_t now)
{
    int64_t at = now + SESSION_IDLE_MS;

    if (session->dialect) /* programs rest for as long as they like */
        return session->expires_at;
    return at < session->expires_at ? at : session->expires_at;
}

/* Does the person stand as at sign-in? */
static enum err ask_person(struct call *c, const struct session *session, bool *stands,
                           struct visitor *out)
{
    struct person person = {0};
    enum err e = usersvc_person_get(c, &(struct person_ref){.id = session->person}, &person);

    if (e && e != ERR_NOT_FOUND)
        return err_is_fault(e) ? e : refuse(c, ERR_INTERNAL, "usersvc refused: %s", err_name(e));
    c->text = c->detail = NULL; /* that nobody is signed in is no refusal */
    *stands = !e && !person.disabled && person.generation == session->person_generation;
    out->groups = person.groups;
    out->number = person.number;
    out->email = person.email;
    out->locale = person.locale;
    out->bot = person.bot_of != NULL;
    if (!*stands || !out->bot)
        return OK;
    return bot_stands(c, person.bot_of, session->client_generation, stands);
}

struct end {
    struct call *c;
    struct bytes hash;
    const char *why;
};

static enum err end(struct db *db, void *arg)
{
    const struct end *d = arg;
    struct session was;
    enum err e = session_store_end(db, d->c->mem, d->hash, &was);

    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    return auth_event_session_ended(db, d->c, &was, d->why);
}

static enum err end_session(struct call *c, struct bytes hash, const char *why)
{
    struct authsvc *svc = c->svc;

    return store_write(svc->store, end, &(struct end){c, hash, why});
}

static enum err touch(struct call *c, struct session *session)
{
    struct authsvc *svc = c->svc;

    if (c->now - session->seen_at < TOUCH_MS)
        return OK;
    session->seen_at = c->now;
    session->idle_at = visitor_idle_at(session, c->now);
    return session_store_touch(svc->store, session->hash, session->seen_at, session->idle_at);
}

static struct session_key key_of(struct call *c, const char *cookie)
{
    return (struct session_key){.hash = secret_digest(c->mem, bytes_of(cookie))};
}

enum err visitor_find(struct call *c, const char *cookie, struct visitor *out)
{
    *out = (struct visitor){0};
    if (!cookie)
        return OK;
    const struct session_key key = key_of(c, cookie);
    return visitor_find_by(c, &key, out);
}

enum err visitor_find_by(struct call *c, const struct session_key *key, struct visitor *out)
{
    struct authsvc *svc = c->svc;
    struct session *session = ARENA_NEW(c->mem, session);
    struct visitor found = {.session = session};
    bool stands = false;

    *out = (struct visitor){0};
    enum err e = session_store_find(svc->store, c->mem, key, c->now, session);
    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    e = ask_person(c, session, &stands, &found);
    if (e)
        return e;
    if (!stands)
        return end_session(c, key->hash, "person");
    *out = found;
    return touch(c, session);
}

enum err visitor_ticket(struct call *c, const struct visitor *self, struct bytes *ticket)
{
    struct authsvc *svc = c->svc;
    const struct session *session = self->session;
    int64_t expires_at = c->now + ACTOR_LIFETIME_MS;

    return actor_mint(
        c->mem, (struct bytes){svc->actor_secret, ACTOR_SECRET_LEN},
        &(struct actor){
            .person = session->person,
            .sid = session->sid,
            .groups = self->groups,
            .dialect = session->dialect,
            .bot = self->bot,
            .auth_time = session->auth_time,
            .expires_at = expires_at < session->idle_at ? expires_at : session->idle_at,
        },
        ticket);
}

enum err visitor_leave(struct call *c, const char *cookie)
{
    const struct session_key key = key_of(c, cookie);

    return visitor_leave_by(c, &key);
}

enum err visitor_leave_by(struct call *c, const struct session_key *key)
{
    return end_session(c, key->hash, "sign_out");
}
