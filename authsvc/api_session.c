#include "api_session.h"
#include "api_token.h"
#include "auth_event.h"
#include "authsvc.h"
#include "half_store.h"
#include "picture.h"
#include "random.h"
#include <string.h>

enum { HANDLE_LEN = 32, SWEPT = 10 };

static struct session_key key_of(struct call *c, const struct api_policy *policy,
                                 const char *handle)
{
    const char *text = arena_printf(c->mem, "api\n%s\n%s", policy->dialect, handle);

    return (struct session_key){secret_digest(c->mem, bytes_of(text)), policy->dialect};
}

/* -- begin --------------------------------------------------------------------------------------
 */

struct begin {
    struct call *c;
    struct bytes half;
    struct session session;
};

static enum err begin(struct db *db, void *arg)
{
    const struct begin *b = arg;
    struct session_rows was = {arena_array(b->c->mem, SWEPT, sizeof *was.v), SWEPT, 0};

    enum err e = b->half.p ? half_store_take(db, b->half, b->c->now) : OK;
    if (!e)
        e = session_store_keep(db, b->c->mem, &b->session, API_SESSIONS_MOST - 1, &was);
    for (size_t i = 0; !e && i < was.n; i++)
        e = auth_event_session_ended(db, b->c, &was.v[i], "cap");
    if (!e)
        e = session_store_put(db, &b->session);
    return e ? e : auth_event_session_begun(db, b->c, &b->session, false);
}

/* The one that they uploaded goes before one that is kept elsewhere. */
static const char *picture_of(struct arena *mem, const struct person *person, const char *issuer)
{
    const char *own = picture_address(mem, issuer, PICTURE_AVATARS, person->avatar);

    return own ? own : person->picture;
}

enum err api_session_begin(struct call *c, const struct api_begin *what,
                           struct api_sign_in_reply *out)
{
    const struct authsvc *svc = c->svc;
    const struct person *person = what->person;
    struct begin b = {.c = c,
                      .half = what->half,
                      .session = session_new(c, person, &what->proof, what->user_agent)};
    const char *handle = random_token(c->mem, HANDLE_LEN);

    b.session.hash = key_of(c, what->policy, handle).hash;
    b.session.dialect = what->policy->dialect;
    b.session.client_generation = what->client_generation;
    b.session.expires_at = b.session.idle_at = c->now + what->policy->life * 1000;
    const struct api_token token = {.handle = handle,
                                    .person = person,
                                    .picture = picture_of(c->mem, person, what->issuer),
                                    .issued = c->now,
                                    .expires = b.session.expires_at};
    const struct visitor visitor = {
        .session = &b.session, .groups = person->groups, .bot = person->bot_of != NULL};
    enum err e = api_token_print(c, what->policy, API_TOKEN_SESSION, &token, &out->token);
    if (!e)
        e = store_write(svc->store, begin, &b);
    out->lifetime = what->policy->life;
    return e ? e : visitor_ticket(c, &visitor, &out->ticket);
}

/* -- find and leave -----------------------------------------------------------------------------
 */

static enum err read(struct call *c, const char *dialect, const char *token,
                     const struct api_policy **policy, struct api_token_said *said)
{
    *policy = api_policy_by_name(dialect);
    if (!*policy)
        return refuse(c, ERR_SIGNED_OUT, "programs have no sessions in dialect %s", dialect);
    return api_token_read(c, *policy, API_TOKEN_SESSION, token, said);
}

enum err api_session_find(struct call *c, const char *dialect, const char *token,
                          struct visitor *out)
{
    const struct api_policy *policy = NULL;
    struct api_token_said said = {0};

    enum err e = read(c, dialect, token, &policy, &said);
    if (e)
        return e;
    const struct session_key key = key_of(c, policy, said.handle);
    e = visitor_find_by(c, &key, out);
    if (!e && out->session && said.address && out->email && strcmp(said.address, out->email) != 0)
        return refuse(c, ERR_PERSON_MOVED, "it names another address");
    if (e || out->session)
        return e;
    return refuse(c, policy->form == API_JWT ? ERR_SIGN_IN_AGAIN : ERR_SIGNED_OUT,
                  "the session has ended");
}

enum err api_session_leave(struct call *c, const char *dialect, const char *token)
{
    const struct api_policy *policy = NULL;
    struct api_token_said said = {0};

    enum err e = read(c, dialect, token, &policy, &said);
    if (e)
        return e;
    const struct session_key key = key_of(c, policy, said.handle);
    return visitor_leave_by(c, &key);
}
