#include "ask.h"
#include "words.h"
#include <string.h>

static bool is_web(const char *uri)
{
    return strncmp(uri, "https:", 6) == 0 || strncmp(uri, "http:", 5) == 0;
}

/* The first of the checks whose refusals go to the client: how, is known from here on.  A mode that
 * came twice is none, and refused by the next check. */
enum err check_response_mode(struct call *c, struct ask *self)
{
    static const struct {
        const char *name;
        enum response_mode mode;
    } modes[] = {{"query", RESPONSE_QUERY},
                 {"fragment", RESPONSE_FRAGMENT},
                 {"form_post", RESPONSE_FORM_POST}};
    const struct authorize_request *q = self->request;
    const char *mode = ask_value(q->response_mode);
    size_t i = 0;

    if (!mode || words_has(q->repeated, "response_mode"))
        return OK;
    while (i < ARRAY_LEN(modes) && strcmp(modes[i].name, mode) != 0)
        i++;
    if (i == ARRAY_LEN(modes))
        return refuse(c, ERR_UNSUPPORTED_RESPONSE_MODE, "there is no such response_mode");
    if (modes[i].mode == RESPONSE_FORM_POST && !is_web(self->redirect_uri))
        return refuse_openly(c, ERR_UNSUPPORTED_RESPONSE_MODE,
                             "response_mode form_post needs a redirect_uri of https or http");
    self->mode = modes[i].mode;
    return OK;
}
