#include "ask.h"
#include "words.h"

enum err check_repeated(struct call *c, struct ask *self)
{
    const char *at = self->request->repeated;
    const char *first = words_next(c->mem, &at);

    return first ? refuse_openly(c, ERR_PARAMETER_TWICE, "%.64s came twice", first) : OK;
}
