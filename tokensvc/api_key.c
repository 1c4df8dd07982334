#include "api_key.h"
#include "actor.h"
#include "cutoff_store.h"
#include "family_store.h"
#include "random.h"
#include "secret.h"
#include "token_event.h"
#include "tokensvc.h"

enum { ID_LEN = 16 }; /* random bytes */

static struct vault_place place_of(const struct api_key_row *row)
{
    return (struct vault_place){row->person, "api_key", row->id};
}

/* -- making ------------------------------------------------------------------------------------ */

struct mint {
    struct call *c;
    const struct api_key_policy *policy;
    struct api_key_row *row;
    int64_t most;
    const char *key;
};

/* A client can ask for another with each code, and nothing but the person ends them. */
static enum err make_room(struct db *db, const struct mint *m)
{
    struct api_key_row unused;
    bool was_there = false;
    enum err e = OK;

    while (!(e = api_key_store_beyond(db, m->c->mem, m->row, m->policy->apps, &unused))) {
        if ((e = api_key_store_remove(db, unused.id, &was_there)) ||
            (e = token_event_api_key(db, m->c, EVENT_api_key_revoked, &unused)))
            return e;
    }
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err mint(struct db *db, void *arg)
{
    const struct mint *m = arg;
    const struct tokensvc *svc = m->c->svc;
    const struct vault_place place = place_of(m->row);
    enum err e = m->row->family ? family_hold(db, m->row->family) : OK;

    if (!e && m->policy->shown == KEY_AGAIN)
        e = vault_seal(db, m->c->mem, &svc->vault, &place, m->key, &m->row->sealed);
    if (!e)
        e = api_key_store_put(db, m->row, m->most);
    if (!e && m->row->client_id)
        e = make_room(db, m);
    return e ? e : token_event_api_key(db, m->c, EVENT_api_key_added, m->row);
}

/* What the same request, asked of another replica, brought about. */
static enum err again(struct db *db, void *arg)
{
    struct mint *m = arg;
    enum err e = api_key_store_of_family(db, m->c->mem, m->row->family, m->row);

    return e ? e : api_key_show(db, m->c, m->row, &m->key);
}

static void draw(struct call *c, const char *key, struct api_key_row *row)
{
    row->id = random_token(c->mem, ID_LEN);
    row->hash = secret_digest(c->mem, bytes_of(key));
    row->created_at = c->now;
}

enum err api_key_mint(struct call *c, const struct api_key_policy *policy, struct api_key_row *row,
                      int64_t most, const char **key)
{
    const struct tokensvc *svc = c->svc;
    struct mint m = {c, policy, row, most, shape_draw(c->mem, &policy->shape)};

    draw(c, m.key, row);
    enum err e = store_write(svc->store, mint, &m);
    if (e == ERR_EXISTS && row->family)
        e = store_read(svc->store, again, &m);
    if (!e)
        *key = m.key;
    return e;
}

/* -- of a client, without a code -----------------------------------------------------------------
 */

struct hand_out {
    struct mint m;
    struct api_key_row found;
    const char *key;
    bool was_there;
};

static enum err hand_out(struct db *db, void *arg)
{
    struct hand_out *h = arg;
    struct arena *mem = h->m.c->mem;
    const struct api_key_row *row = h->m.row;
    bool ending = false;

    enum err e = cutoff_lock(db, row->person, row->client_id);
    if (!e)
        e = api_key_store_lock(db, row->person);
    if (!e)
        e = cutoff_pending(db, row->person, row->client_id, &ending);
    if (e || ending)
        return e ? e : ERR_DISABLED;
    e = api_key_store_of_client(db, mem, row, &h->found);
    h->was_there = !e;
    if (!e)
        return api_key_show(db, h->m.c, &h->found, &h->key);
    return e == ERR_NOT_FOUND ? mint(db, &h->m) : e;
}

enum err api_key_of_client(struct call *c, const struct api_key_policy *policy,
                           struct api_key_row *row, const char **key, bool *was_there)
{
    const struct tokensvc *svc = c->svc;
    struct hand_out h = {.m = {c, policy, row, 0, shape_draw(c->mem, &policy->shape)}};

    draw(c, h.m.key, row);
    enum err e = store_write(svc->store, hand_out, &h);
    if (e)
        return e;
    *was_there = h.was_there;
    *key = h.was_there ? h.key : h.m.key;
    if (h.was_there)
        *row = h.found;
    return OK;
}

static enum err take_back(struct db *db, void *arg)
{
    const struct mint *m = arg;
    bool was_there = false;
    enum err e = api_key_store_remove(db, m->row->id, &was_there);

    return e || !was_there ? e : token_event_api_key(db, m->c, EVENT_api_key_revoked, m->row);
}

enum err api_key_take_back(struct call *c, struct api_key_row *row)
{
    const struct tokensvc *svc = c->svc;

    return store_write(svc->store, take_back, &(struct mint){.c = c, .row = row});
}

/* -- looking ----------------------------------------------------------------------------------- */

enum err api_key_find(struct call *c, const char *key, struct api_key_row *out)
{
    const struct tokensvc *svc = c->svc;
    enum err e = api_key_store_find(svc->store, c->mem, secret_digest(c->mem, bytes_of(key)), out);

    return e == ERR_NOT_FOUND ? refuse(c, ERR_INVALID_TOKEN, "there is no such token or key") : e;
}

/* Its row stays for a while; nobody brings it back. */
static bool is_over(const struct api_key_row *key, int64_t now)
{
    return key->expires_at && key->expires_at <= now;
}

/* What a person has elsewhere is none of a program's business. */
enum err api_key_hold(struct db *db, struct call *c, const struct api_key_name *which,
                      struct api_key_row *out)
{
    struct api_key_row found;
    enum err e = api_key_store_hold(db, c->mem, which, &found);

    if (!e && (!actor_acts_in(c->actor, found.dialect) || is_over(&found, c->now)))
        e = ERR_NOT_FOUND;
    if (!e)
        *out = found;
    return e;
}

enum err api_key_show(struct db *db, struct call *c, const struct api_key_row *row,
                      const char **key)
{
    const struct tokensvc *svc = c->svc;
    const struct vault_place place = place_of(row);

    if (!row->sealed.p)
        return ERR_NOT_FOUND;
    return vault_open(db, c->mem, &svc->vault, &place, row->sealed, key);
}

struct api_key api_key_view(const struct api_key_row *row)
{
    return (struct api_key){
        .id = row->id,
        .name = row->name,
        .scope = row->scope,
        .dialect = row->dialect,
        .client_id = row->client_id,
        .secret_kept = row->sealed.p != NULL,
        .created_at = row->created_at,
        .expires_at = row->expires_at,
        .used_at = row->used_at,
        .updated_at = row->updated_at,
        .preauthorized = row->preauthorized,
    };
}
