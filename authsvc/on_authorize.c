#include "answer.h"
#include "handlers.h"
#include "interaction.h"

enum err on_authorize(struct call *c, const struct authorize_request *q, struct interaction_step *a)
{
    struct interaction it;
    enum err e = interaction_begin(c, q, &it);

    if (e)
        return answer_refusal(c, &it.ask, e, a);
    return interaction_next(c, &it, a);
}
