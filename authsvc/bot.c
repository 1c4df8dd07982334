#include "bot.h"
#include "authsvc.h"
#include "bot_proof_store.h"
#include "client_store.h"
#include "text.h"
#include "words.h"
#include <string.h>

enum { NICKNAME_MAX = 64 }; /* bytes, as the contract has it */

static bool may_have_one(const struct client *client)
{
    return !client->disabled && words_has(client->capabilities, "bot");
}

enum err bot_prove(struct call *c, const struct bot_proof_request *q, struct client *out)
{
    const struct authsvc *svc = c->svc;
    bool right = false;

    if (!bot_policy_by_name(q->dialect))
        return refuse(c, ERR_INVALID_CLIENT, "there are no bots in dialect %s", q->dialect);
    enum err e = client_store_find(svc->store, c->mem, q->client_id, out);
    if (e)
        return e == ERR_NOT_FOUND ? refuse(c, ERR_INVALID_CLIENT, "there is no such app") : e;
    e = bot_proof_check(c, q->client_id, q->proof, &right);
    if (e)
        return e;
    if (out->disabled || !words_has(out->dialects, q->dialect))
        return refuse(c, ERR_INVALID_CLIENT, "client %s is not there in %s", q->client_id,
                      q->dialect);
    return right ? OK : refuse(c, ERR_INVALID_CLIENT, "the proof is not right");
}

/* As much of the app's name as a nickname holds, at the end of a character. */
static const char *nickname_of(struct arena *mem, const char *name)
{
    size_t n = 0, whole = strlen(name);

    for (size_t next = 0; n < whole; n = next) {
        next = n + text_char(name + n, whole - n);
        if (next == n || next > NICKNAME_MAX)
            break;
    }
    return arena_strndup(mem, name, n);
}

enum err bot_account(struct call *c, const struct client *client, struct person *out)
{
    const struct bot_set_request q = {client->client_id, nickname_of(c->mem, client->client_name)};

    if (!may_have_one(client))
        return refuse(c, ERR_INVALID_CLIENT, "client %s has no bot", client->client_id);
    return usersvc_bot_set(c, &q, out);
}

enum err bot_stands(struct call *c, const char *client_id, int64_t generation, bool *stands)
{
    const struct authsvc *svc = c->svc;
    struct client client = {0};

    enum err e = client_store_find(svc->store, c->mem, client_id, &client);
    if (e && e != ERR_NOT_FOUND)
        return e;
    *stands = !e && may_have_one(&client) && client.generation == generation;
    return OK;
}
