#include "token_event.h"
#include "event_object.h"
#include "text.h"

static const char *why_alone(struct arena *mem, const char *why)
{
    struct event_object after;

    json_str(event_object_begin(&after, mem), "why", why);
    return event_object_end(&after);
}

enum err token_event_family_begun(struct db *db, struct call *c, const struct family *family)
{
    struct event_object after;
    struct json *json = event_object_begin(&after, c->mem);

    json_str(json, "dialect", family->dialect);
    json_str(json, "scope", family->scope);
    json_str(json, "sid", family->sid);
    json_int(json, "expires_at", family->expires_at);
    json_int(json, "ends_at", family->ends_at);
    const struct event e = {
        .subject = family->id,
        .person = family->person,
        .client_id = family->client_id,
        .after = event_object_end(&after),
    };
    return event_append(db, c, EVENT_family_begun, &e);
}

enum err token_event_family_ended(struct db *db, struct call *c, const struct family *family,
                                  const char *why)
{
    const struct event e = {
        .subject = family->id,
        .person = family->person && *family->person ? family->person : NULL,
        .client_id = family->client_id,
        .after = why_alone(c->mem, why),
    };

    return event_append(db, c, EVENT_family_ended, &e);
}

enum err token_event_grant_ended(struct db *db, struct call *c, const char *person,
                                 const char *client_id)
{
    const struct event e = {.subject = client_id, .person = person, .client_id = client_id};

    return event_append(db, c, EVENT_grant_ended, &e);
}

enum err token_event_token_revoked(struct db *db, struct call *c, struct bytes hash,
                                   const char *client_id)
{
    const struct event e = {.subject = text_hex(c->mem, hash), .client_id = client_id};

    return event_append(db, c, EVENT_token_revoked, &e);
}

static const char *key_text(struct arena *mem, const struct api_key_row *row)
{
    struct event_object about;
    struct json *json = event_object_begin(&about, mem);

    json_str(json, "dialect", row->dialect);
    json_str(json, "scope", row->scope);
    if (row->expires_at)
        json_int(json, "expires_at", row->expires_at);
    return event_object_end(&about);
}

enum err token_event_api_key(struct db *db, struct call *c, enum event_kind kind,
                             const struct api_key_row *row)
{
    const char *text = key_text(c->mem, row);
    const struct event e = {
        .subject = row->id,
        .person = row->person,
        .client_id = row->client_id,
        .before = kind == EVENT_api_key_added ? NULL : text,
        .after = kind == EVENT_api_key_revoked ? NULL : text,
    };
    return event_append(db, c, kind, &e);
}

enum err token_event_api_key_updated(struct db *db, struct call *c, const struct api_key_row *was,
                                     const struct api_key_row *is)
{
    const struct event e = {
        .subject = is->id,
        .person = is->person,
        .before = key_text(c->mem, was),
        .after = key_text(c->mem, is),
    };

    return event_append(db, c, EVENT_api_key_updated, &e);
}

enum err token_event_key(struct db *db, struct call *c, enum event_kind kind,
                         const struct key_row *row)
{
    struct event_object after;
    struct json *json = event_object_begin(&after, c->mem);

    json_str(json, "alg", jose_alg_name(row->alg));
    json_int(json, "active_at", row->active_at);
    const struct event e = {.subject = row->kid, .after = event_object_end(&after)};
    return event_append(db, c, kind, &e);
}
