/*
 * dispatch.h - included once by each service's methods.c, which defines
 *   SERVICE_DEF   the contract file of the service, e.g. "authsvc.def"
 * before, and gets `static const struct dispatch methods[]`.
 */
#include "handlers.h"
#include "service.h"

/* clang-format off */
#define MESSAGE(...)
#define FIELD(...)
#define LIST(...)
#define NEST(...)
#define END(m)

/* 5. A thunk that gives a handler back its types. */
#define METHOD(service, method, req, rsp, ...)                                                     \
    static enum err serve_##method(struct call *c, const void *q, void *a)                         \
    {                                                                                              \
        return on_##method(c, q, a);                                                               \
    }
#include SERVICE_DEF
#undef METHOD

/* 6. The dispatch table: a method without its handler does not link. */
#define METHOD(service, method, ...) {&service##_##method##_method, serve_##method},
static const struct dispatch methods[] = {
#include SERVICE_DEF
};
#undef METHOD
#undef END
#undef NEST
#undef LIST
#undef FIELD
#undef MESSAGE
/* clang-format on */
