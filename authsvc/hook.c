#include "hook.h"
#include "authsvc.h"
#include "client_secret.h"
#include "client_store.h"
#include "consent_store.h"
#include "json.h"
#include "log.h"
#include "outbox_store.h"

enum { TOLD_MAX = 500 };

static const char *const types[] = {
#define HOOK(id, type, doc) [HOOK_##id] = (type),
#include "hook.def"
#undef HOOK
};

static const char *message(struct arena *mem, const struct client *client, enum hook what,
                           int64_t person)
{
    struct buf out;
    struct json json;

    buf_init(&out, mem, 256);
    json_init(&json, &out);
    json_open(&json, NULL, '{');
    json_str(&json, "type", types[what]);
    json_open(&json, "content", '{');
    json_str(&json, "clientID", client->client_id);
    if (person)
        json_int(&json, "userID", person);
    json_close(&json, '}');
    json_close(&json, '}');
    return buf_text(&out);
}

/* Without its secret the app could not tell whose message it is: then there is none. */
enum err hook_tell(struct db *db, struct call *c, const struct client *client, enum hook what,
                   int64_t person)
{
    struct authsvc *svc = c->svc;
    const char *secret = NULL;
    struct outbox_letter letter;

    if (!client->webhook_uri || client->disabled)
        return OK;
    enum err e = client_secret_show(db, c, client, &secret);
    if (e == ERR_NOT_FOUND) {
        log_warn("client %s is not told: its secret is kept nowhere", client->client_id);
        return OK;
    }
    if (e)
        return e;
    const struct webhook_order webhook = {.url = client->webhook_uri,
                                          .body = message(c->mem, client, what, person),
                                          .bearer = secret};
    e = outbox_seal(c, (struct bytes){svc->kek, SECRET_KEY_LEN},
                    &(struct order){.webhook = &webhook}, &letter);
    return e ? e : outbox_put(db, c, &letter);
}

enum err hook_tell_client(struct db *db, struct call *c, const char *client_id, enum hook what,
                          int64_t person)
{
    struct client client = {0};
    enum err e = client_store_get(db, c->mem, client_id, &client);

    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    return hook_tell(db, c, &client, what, person);
}

enum err hook_tell_all(struct db *db, struct call *c, const char *person, enum hook what)
{
    struct consent_told *told = arena_array(c->mem, TOLD_MAX, sizeof *told);
    size_t n = TOLD_MAX;
    enum err e = consent_store_told(db, c->mem, person, told, &n);

    for (size_t i = 0; !e && i < n; i++)
        e = hook_tell_client(db, c, told[i].client_id, what, told[i].number);
    return e;
}
