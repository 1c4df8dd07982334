#include "ask.h"
#include <string.h>

enum err check_response_mode(struct call *c, struct ask *self)
{
    const char *mode = ask_value(self->request->response_mode);

    if (mode && strcmp(mode, "query") != 0)
        return refuse(c, ERR_UNSUPPORTED_RESPONSE_MODE, "response_mode is not query");
    return OK;
}
