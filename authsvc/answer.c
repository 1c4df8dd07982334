#include "answer.h"
#include "log.h"
#include "words.h"

static const char *const modes[] = {
    [RESPONSE_QUERY] = "query",
    [RESPONSE_FRAGMENT] = "fragment",
    [RESPONSE_FORM_POST] = "form_post",
};

/* answer: in the call's arena.  state goes back if it is certain which one was meant.  A trial is
 * answered as the standards have it: the page that reads it is ours. */
static void give(const struct ask *ask, struct authorization_response *answer,
                 struct interaction_step *a)
{
    const struct authorize_request *q = ask->request;

    answer->action = ask->redirect_uri;
    answer->mode = modes[ask->mode];
    answer->state = words_has(q->repeated, "state") ? NULL : ask_value(q->state);
    answer->iss = q->issuer;
    *a = (struct interaction_step){.answer = answer,
                                   .dialect = q->trial ? NULL : ask->dialect->name,
                                   .client_name = ask->client.client_name};
}

void answer_code(struct call *c, const struct ask *ask, const char *code,
                 struct interaction_step *a)
{
    struct authorization_response *answer = ARENA_NEW(c->mem, authorization_response);

    answer->code = code;
    give(ask, answer, a);
}

enum err answer_refusal(struct call *c, const struct ask *ask, enum err e,
                        struct interaction_step *a)
{
    struct authorization_response *answer = ARENA_NEW(c->mem, authorization_response);

    if (!ask->redirectable || err_is_fault(e))
        return e;
    log_info("refused id=%s client %s is told %s: %s", call_id(c), ask->client.client_id,
             err_name(e), c->detail ? c->detail : err_text(e));
    answer->error = err_wire(e);
    answer->reason = err_name(e);
    answer->error_description = c->text ? c->text : err_text(e);
    give(ask, answer, a);
    return OK;
}
