#include "ask.h"

enum answer { ON_PAGE, TO_CLIENT };

static const struct {
    enum err (*check)(struct call *c, struct ask *self);
    enum answer answer;
    enum mishap mishap;
} steps[] = {
#define STEP(answer, name, mishap, doc) {check_##name, answer, MISHAP_##mishap},
#include "steps.def"
#undef STEP
};

enum err ask_check(struct call *c, const struct authorize_request *q, struct ask *out)
{
    *out = (struct ask){.request = q};
    for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
        out->redirectable = steps[i].answer == TO_CLIENT;
        out->mishap = steps[i].mishap;
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
