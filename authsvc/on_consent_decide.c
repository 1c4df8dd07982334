#include "answer.h"
#include "handlers.h"
#include "interaction.h"
#include <string.h>

enum err on_consent_decide(struct call *c, const struct consent_decision *q,
                           struct interaction_step *a)
{
    struct interaction it;
    bool allow = strcmp(q->decision, "allow") == 0;

    if (!allow && strcmp(q->decision, "deny") != 0)
        return refuse_openly(c, ERR_BAD_FIELD, "decision is neither allow nor deny");
    enum err e =
        interaction_resume(c,
                           &(struct interaction_request){
                               .handle = q->handle, .browser = q->browser, .session = q->session},
                           &it);
    if (e)
        return answer_refusal(c, &it.ask, e, a);
    return interaction_answer(c, &it, q->ticket, allow, a);
}
