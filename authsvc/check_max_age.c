#include "ask.h"
#include "text.h"

/* So that the age in milliseconds is a number too. */
enum { MAX_AGE_MOST = 1000000000 };

enum err check_max_age(struct call *c, struct ask *self)
{
    const char *text = ask_value(self->request->max_age);
    int64_t seconds = 0;

    if (!text)
        return OK;
    if (!text_int(text, &seconds) || seconds < 0)
        return refuse_openly(c, ERR_INVALID_REQUEST, "max_age is not a number of seconds");
    self->max_age.set = true;
    self->max_age.v = seconds < MAX_AGE_MOST ? seconds : MAX_AGE_MOST;
    if (seconds == 0)
        self->prompt.login = true; /* however fresh the sign-in is */
    return OK;
}
