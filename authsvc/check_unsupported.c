#include "ask.h"

enum err check_unsupported(struct call *c, struct ask *self)
{
    const struct authorize_request *q = self->request;

    if (ask_value(q->request))
        return refuse(c, ERR_REQUEST_NOT_SUPPORTED, "a request object");
    if (ask_value(q->request_uri))
        return refuse(c, ERR_REQUEST_URI_NOT_SUPPORTED, "a request object by reference");
    if (ask_value(q->registration))
        return refuse(c, ERR_REGISTRATION_NOT_SUPPORTED, "registration in the request");
    if (ask_value(q->resource))
        return refuse(c, ERR_INVALID_TARGET, "a resource");
    return OK;
}
