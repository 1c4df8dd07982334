#include "session_begin.h"
#include "auth_event.h"
#include "authsvc.h"
#include "half_store.h"
#include "random.h"
#include "secret.h"
#include "transaction_store.h"
#include "visitor.h"
#include <string.h>

enum { COOKIE_LEN = 32, SID_LEN = 16 }; /* random bytes */

/* -- how they proved who they are ---------------------------------------------------------------
 */

struct session_proof session_proof_password(const struct call *c)
{
    return (struct session_proof){.acr = "1", .amr = "pwd", .auth_time = c->now};
}

/* A recovery code is no one-time password in the sense of RFC 8176. */
struct session_proof session_proof_second(const struct call *c, bool recovery)
{
    return (struct session_proof){.acr = "2",
                                  .amr = recovery ? "pwd mfa" : "pwd otp mfa",
                                  .auth_time = c->now,
                                  .second_at = c->now};
}

struct session_proof session_proof_renewed(const struct call *c, const struct person *person,
                                           const struct session *old)
{
    if (!person->second_factor_at)
        return session_proof_password(c);
    return (struct session_proof){old->acr, old->amr, old->auth_time, old->second_at};
}

/* -- begin --------------------------------------------------------------------------------------
 */

struct begin {
    struct call *c;
    struct bytes old; /* hash of the session that this one replaces; absent: none */
    struct session session;
    struct bytes half;                      /* that is completed; absent: none */
    struct transaction_sign_in transaction; /* that waits for it; hash absent: none */
};

/* The cookie is always a new one.  The sid stays while the same person goes on, so that tokens
 * which hang on it do not die of a sign-in that another app has asked for. */
static enum err replace_old(struct db *db, const struct begin *b, struct session *session,
                            bool *goes_on)
{
    struct session old;
    enum err e = session_store_end(db, b->c->mem, b->old, &old);

    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    *goes_on = old.idle_at > b->c->now && strcmp(old.person, session->person) == 0 &&
               old.person_generation == session->person_generation;
    if (!*goes_on)
        return auth_event_session_ended(db, b->c, &old, "replaced");
    session->sid = old.sid;
    session->begun_at = old.begun_at;
    return OK;
}

static enum err begin(struct db *db, void *arg)
{
    const struct begin *b = arg;
    struct session session = b->session;
    bool renewed = false;
    enum err e = b->half.p ? half_store_take(db, b->half, b->c->now) : OK;

    if (!e && b->old.p)
        e = replace_old(db, b, &session, &renewed);
    if (!e)
        e = session_store_put(db, &session);
    if (!e && b->transaction.hash.p)
        e = transaction_store_signed_in(db, &b->transaction);
    return e ? e : auth_event_session_begun(db, b->c, &session, renewed);
}

struct session session_new(struct call *c, const struct person *person,
                           const struct session_proof *proof, const char *user_agent)
{
    return (struct session){
        .sid = random_token(c->mem, SID_LEN),
        .person = person->id,
        .sub = person->sub,
        .person_generation = person->generation,
        .auth_time = proof->auth_time,
        .second_at = proof->second_at,
        .begun_at = c->now,
        .seen_at = c->now,
        .acr = proof->acr,
        .amr = proof->amr,
        .user_agent = user_agent,
    };
}

static struct bytes hash_of(struct call *c, const char *text)
{
    return text ? secret_digest(c->mem, bytes_of(text)) : (struct bytes){0};
}

enum err session_begin(struct call *c, const struct session_begin *what, struct sign_in_reply *out)
{
    struct authsvc *svc = c->svc;
    const char *cookie = random_token(c->mem, COOKIE_LEN);
    struct begin b = {
        .c = c,
        .old = hash_of(c, what->old_cookie),
        .session = session_new(c, what->person, &what->proof, what->user_agent),
        .half = what->half,
        .transaction = {.hash = what->transaction,
                        .browser = hash_of(c, what->browser),
                        .person = what->person->id},
    };

    b.session.hash = hash_of(c, cookie);
    b.session.expires_at = c->now + SESSION_LIFE_MS;
    b.session.idle_at = visitor_idle_at(&b.session, c->now);
    b.transaction.session = b.session.hash;
    enum err e = store_write(svc->store, begin, &b);
    if (e == ERR_EXPIRED)
        return refuse(c, e, "another call completed the sign-in");
    if (e)
        return e;
    *out = (struct sign_in_reply){.session = cookie, .lifetime = SESSION_LIFE_MS / 1000};
    return OK;
}
