#include "ask.h"

enum answer { ON_PAGE, TO_CLIENT };

static const struct {
    enum answer answer;
    enum err (*check)(struct call *c, struct ask *self);
} steps[] = {
#define STEP(answer, name, doc) {answer, check_##name},
#include "steps.def"
#undef STEP
};

enum err ask_check(struct call *c, const struct authorize_request *q, struct ask *out)
{
    *out = (struct ask){.request = q};
    for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
        out->redirectable = steps[i].answer == TO_CLIENT;
        enum err e = steps[i].check(c, out);
        if (e)
            return e;
    }
    return OK;
}

const char *ask_value(const char *parameter)
{
    return parameter && *parameter ? parameter : NULL;
}
