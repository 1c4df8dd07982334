#include "auth_event.h"
#include "event_object.h"
#include "msg_diff.h"

/* -- clients ----------------------------------------------------------------------------------- */

enum err auth_event_client(struct db *db, struct call *c, enum event_kind kind,
                           const struct client *before, const struct client *after)
{
    const char *id = after ? after->client_id : before->client_id;
    struct msg_diff diff = msg_diff(c->mem, &client_desc, before, after, MSG_DIFF_PLAIN);
    const struct event e = {
        .subject = id, .client_id = id, .before = diff.before, .after = diff.after};

    return event_append(db, c, kind, &e);
}

enum err auth_event_secret(struct db *db, struct call *c,
                           const struct client_secret_rotate_request *q)
{
    struct msg_diff diff =
        msg_diff(c->mem, &client_secret_rotate_request_desc, NULL, q, MSG_DIFF_PLAIN);
    const struct event e = {
        .subject = q->client_id, .client_id = q->client_id, .after = diff.after};

    return event_append(db, c, EVENT_client_secret_rotated, &e);
}

static enum err note(struct db *db, struct call *c, enum event_kind kind, const char *client_id)
{
    const struct event e = {.subject = client_id, .client_id = client_id};

    return event_append(db, c, kind, &e);
}

enum err auth_event_secret_ended(struct db *db, struct call *c, const char *client_id)
{
    return note(db, c, EVENT_client_secret_ended, client_id);
}

enum err auth_event_secret_revealed(struct db *db, struct call *c, const char *client_id)
{
    return note(db, c, EVENT_client_secret_revealed, client_id);
}

/* -- sessions ---------------------------------------------------------------------------------- */

enum err auth_event_session_begun(struct db *db, struct call *c, const struct session *session,
                                  bool renewed)
{
    struct event_object after;
    struct json *json = event_object_begin(&after, c->mem);

    json_int(json, "auth_time", session->auth_time);
    json_str(json, "acr", session->acr);
    json_str(json, "amr", session->amr);
    json_int(json, "expires_at", session->expires_at);
    json_bool(json, "renewed", renewed);
    json_str(json, "dialect", session->dialect);
    const struct event e = {
        .subject = session->sid, .person = session->person, .after = event_object_end(&after)};
    return event_append(db, c, EVENT_session_begun, &e);
}

enum err auth_event_session_ended(struct db *db, struct call *c, const struct session *session,
                                  const char *why)
{
    struct event_object after;

    json_str(event_object_begin(&after, c->mem), "why", why);
    const struct event e = {
        .subject = session->sid, .person = session->person, .after = event_object_end(&after)};
    return event_append(db, c, EVENT_session_ended, &e);
}

/* -- consents ---------------------------------------------------------------------------------- */

static const char *print_consent(struct arena *mem, const struct consent_key *key,
                                 const struct consent *consent)
{
    struct event_object text;
    struct json *json = event_object_begin(&text, mem);

    json_str(json, "dialect", key->dialect);
    json_str(json, "scope", consent->scope);
    json_int(json, "generation", consent->generation);
    return event_object_end(&text);
}

enum err auth_event_consent_given(struct db *db, struct call *c, const struct consent_key *key,
                                  const struct consent *before, const struct consent *after)
{
    const struct event e = {
        .subject = key->client_id,
        .person = key->person,
        .client_id = key->client_id,
        .before = before->generation ? print_consent(c->mem, key, before) : NULL,
        .after = print_consent(c->mem, key, after),
    };

    return event_append(db, c, EVENT_consent_given, &e);
}

enum err auth_event_consent_withdrawn(struct db *db, struct call *c, const struct consent_key *key)
{
    struct event_object before;

    json_str(event_object_begin(&before, c->mem), "dialect", key->dialect);
    const struct event e = {
        .subject = key->client_id,
        .person = key->person,
        .client_id = key->client_id,
        .before = event_object_end(&before),
    };
    return event_append(db, c, EVENT_consent_withdrawn, &e);
}
