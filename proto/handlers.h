/*
 * handlers.h - the promise of every handler (4. of messages.h).
 *
 * Included by the on_<method>.c that keeps it and by dispatch.h.  Names of
 * methods are unique over all services, so one list does for all.
 */
#ifndef PROTO_HANDLERS_H
#define PROTO_HANDLERS_H
#include "messages.h"

/* clang-format off */
#define MESSAGE(...)
#define FIELD(...)
#define LIST(...)
#define NEST(...)
#define END(m)
#define METHOD(service, method, req, rsp, ...)                                                     \
    enum err on_##method(struct call *c, const struct req *q, struct rsp *a) MUST_CHECK;
#include "contract.def"
#undef METHOD
#undef END
#undef NEST
#undef LIST
#undef FIELD
#undef MESSAGE
/* clang-format on */

#endif
