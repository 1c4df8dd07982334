#include "api_session.h"
#include "bot.h"
#include "handlers.h"

enum err on_bot_sign_in(struct call *c, const struct bot_proof_request *q,
                        struct api_sign_in_reply *a)
{
    struct client client = {0};
    struct person person = {0};

    enum err e = bot_prove(c, q, &client);
    if (!e)
        e = bot_account(c, &client, &person);
    if (e)
        return e;
    if (person.disabled)
        return refuse(c, ERR_INVALID_CLIENT, "the bot of client %s is disabled", q->client_id);
    const struct api_begin begin = {
        .policy = api_policy_by_name(q->dialect),
        .person = &person,
        .proof = session_proof_password(c),
        .issuer = q->issuer,
        .user_agent = q->user_agent,
        .client_generation = client.generation,
    };
    return api_session_begin(c, &begin, a);
}
