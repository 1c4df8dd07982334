#include "ask.h"
#include "words.h"
#include <string.h>

/* Another account is chosen by signing in with it. */
enum err check_prompt(struct call *c, struct ask *self)
{
    const char *prompt = ask_value(self->request->prompt);

    if (!prompt)
        return OK;
    if (!words_valid(prompt, strlen(prompt)) ||
        !words_within(prompt, "none login consent select_account"))
        return refuse_openly(c, ERR_PROMPT_UNKNOWN,
                             "prompt has other values than none, login, consent, select_account");
    self->prompt = (struct prompt){
        .none = words_has(prompt, "none"),
        .login = words_has(prompt, "login") || words_has(prompt, "select_account"),
        .consent = words_has(prompt, "consent"),
    };
    if (self->prompt.none && strcmp(prompt, "none") != 0)
        return refuse_openly(c, ERR_INVALID_REQUEST, "prompt has none beside other values");
    return OK;
}
