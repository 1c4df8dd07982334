#include "ask.h"
#include "words.h"
#include <string.h>

enum err check_response_type(struct call *c, struct ask *self)
{
    const char *type = ask_value(self->request->response_type);

    if (!type)
        return refuse_openly(c, ERR_RESPONSE_TYPE_MISSING, "response_type is missing");
    if (strcmp(type, "code") != 0)
        return refuse(c, ERR_UNSUPPORTED_RESPONSE_TYPE, "response_type is not code");
    if (!words_has(self->client.grant_types, "authorization_code"))
        return refuse_openly(c, ERR_UNAUTHORIZED_CLIENT,
                             "this app has not registered the grant authorization_code");
    return OK;
}
