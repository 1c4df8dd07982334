#include "client_change.h"
#include "auth_event.h"
#include "bot_leftover_store.h"
#include "client_secret_store.h"
#include "client_store.h"
#include "consent_store.h"
#include "dialect.h"
#include "picture_store.h"
#include "tally_store.h"

enum {
    TALLY_FORGOTTEN = 2000
}; /* rows that go with a client; if there are more, time takes them */

enum err client_change_add(struct db *db, struct call *c, const struct client *client,
                           const struct client_secret *secret)
{
    enum err e = client_store_put(db, c->mem, client);

    if (!e && secret)
        e = client_secret_put(db, c, client, secret);
    return e ? e : auth_event_client(db, c, EVENT_client_added, NULL, client);
}

enum err client_change_update(struct db *db, struct call *c, const struct client *was,
                              struct client *now)
{
    now->updated_at = c->now;
    enum err e = client_store_change(db, c->mem, now);

    return e ? e : auth_event_client(db, c, EVENT_client_updated, was, now);
}

static enum err retire_old(struct db *db, const struct call *c,
                           const struct client_secret_rotate_request *q)
{
    if (!q->overlap)
        return client_secret_store_remove(db, q->client_id);
    return client_secret_store_retire(db, q->client_id, c->now + q->overlap * 1000);
}

enum err client_change_secret(struct db *db, struct call *c,
                              const struct client_secret_rotate_request *q,
                              struct client_secret *secret, struct client *client)
{
    enum err e = OK;

    if (!client->confidential)
        return ERR_BAD_FIELD;
    *secret = client_secret_draw(c->mem, &dialect_first_of(c->mem, client->dialects)->renewed);
    if ((e = retire_old(db, c, q)) || (e = client_secret_put(db, c, client, secret)) ||
        (e = auth_event_secret(db, c, q)))
        return e;
    if (q->force)
        e = client_store_raise_generation(db, q->client_id, c->now);
    return e ? e : client_store_get(db, c->mem, q->client_id, client);
}

enum err client_change_forget(struct db *db, struct call *c, const struct client *was)
{
    enum err e = OK;

    if ((e = client_store_remove(db, was->client_id)) ||
        (e = client_secret_store_remove(db, was->client_id)) ||
        (e = consent_store_note_leftover(db, was->client_id)) ||
        (e = bot_leftover_note(db, was->client_id)) ||
        (e = picture_store_remove(db, was->client_id)) ||
        (e = tally_store_forget(db, was->client_id, TALLY_FORGOTTEN)))
        return e;
    return auth_event_client(db, c, EVENT_client_deleted, was, NULL);
}
