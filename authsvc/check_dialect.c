#include "ask.h"

enum err check_dialect(struct call *c, struct ask *self)
{
    self->dialect = dialect_by_name(self->request->dialect);
    if (!self->dialect)
        return refuse(c, ERR_INVALID_REQUEST, "there is no dialect %s", self->request->dialect);
    return OK;
}
