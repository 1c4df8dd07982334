#include "actor.h"
#include "api_key.h"
#include "handlers.h"
#include "token_event.h"
#include "token_policy.h"
#include "tokensvc.h"

struct reveal {
    struct call *c;
    const char *id;
    struct api_key_row row;
    const char *key;
};

/* In a write unit: nobody sees it without the event that says so. */
static enum err reveal(struct db *db, void *arg)
{
    struct reveal *r = arg;
    struct call *c = r->c;
    const struct api_key_name which = {.person = c->actor->person, .id = r->id};
    enum err e = OK;

    if ((e = api_key_hold(db, c, &which, &r->row)) || (e = api_key_show(db, c, &r->row, &r->key)))
        return e;
    return token_event_api_key(db, c, EVENT_api_key_revealed, &r->row);
}

/* Somebody else may have sat down where the person is still signed in.  A dialect whose wire shows
 * keys in every list cannot ask for more than the session. */
static bool fresh_enough(const struct call *c, const char *dialect)
{
    return api_key_policy_shows(dialect) || c->now - c->actor->auth_time <= API_KEY_FRESH_MS;
}

enum err on_api_key_reveal(struct call *c, const struct api_key_secret_request *q,
                           struct api_key_secret_reply *a)
{
    const struct tokensvc *svc = c->svc;
    struct api_key *view = ARENA_NEW(c->mem, api_key);
    struct reveal r = {.c = c, .id = q->id};

    if (!actor_acts_in(c->actor, token_policy_dialect(q->dialect)))
        return refuse(c, ERR_FORBIDDEN, "a program of %s asks elsewhere", c->actor->dialect);
    if (!fresh_enough(c, token_policy_dialect(q->dialect)))
        return refuse(c, ERR_SIGN_IN_AGAIN, "the sign-in is older than %d minutes",
                      API_KEY_FRESH_MS / 60000);
    enum err e = store_write(svc->store, reveal, &r);
    if (e == ERR_NOT_FOUND)
        return refuse_openly(c, e,
                             r.row.id ? "this key is kept nowhere; make another one"
                                      : "there is no such key of yours");
    if (e)
        return e;
    *view = api_key_view(&r.row);
    *a = (struct api_key_secret_reply){.key = view, .secret = r.key};
    return OK;
}
