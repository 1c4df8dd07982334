/*
 * messages.h - one pass over the contract for each thing that is made from it.
 *
 * The rows (proto/X.def, plain lines, no conditionals):
 *   MESSAGE(m, doc)                               begins struct m
 *   FIELD(m, kind, name, flags, min, max, doc)    a member; kinds and bounds: msg.h
 *   LIST(m, elem, name, flags, max, doc)          name.v and name.n: structs elem
 *   NEST(m, elem, name, flags, doc)               a pointer to a struct elem
 *   END(m)
 *   METHOD(service, method, request, reply, class, callers, actor, repeat, deadline_ms, max_body,
 * doc)
 *
 * Made here: 1. the structs, 2. a typed stub per method for its callers.
 * Made in tables.c: 3. the tables that the codec and all others walk.
 * Made in handlers.h: 4. the promise of a handler to write.
 * Made in dispatch.h: 5. its thunk, and 6. the dispatch table.
 */
#ifndef PROTO_MESSAGES_H
#define PROTO_MESSAGES_H
#include "method.h"
#include "rpc.h"

/* clang-format off */

/* 1. A struct per message, and the promise of its table.  A message may have no fields, which is
 *    a struct of size 0 to gcc and clang. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#define MESSAGE(m, doc)                     struct m {
#define FIELD(m, kind, name, ...)           msg_##kind name;
#define LIST(m, elem, name, ...)            struct { const struct elem *v; size_t n; } name;
#define NEST(m, elem, name, ...)            const struct elem *name;
#define END(m)                              }; extern const struct msg_desc m##_desc;
#define METHOD(service, method, ...)        extern const struct method_desc service##_##method##_method;
#include "contract.def"
#undef METHOD
#undef END
#undef NEST
#undef LIST
#undef FIELD
#undef MESSAGE
#pragma GCC diagnostic pop

/* 2. A typed stub per method: enum err tokensvc_token(call, &request, &reply). */
#define MESSAGE(...)
#define FIELD(...)
#define LIST(...)
#define NEST(...)
#define END(m)
#define METHOD(service, method, req, rsp, ...)                                                     \
    MUST_CHECK static inline enum err service##_##method(struct call *c, const struct req *q,      \
                                                         struct rsp *a)                            \
    {                                                                                              \
        return rpc_call(c, &service##_##method##_method, q, a);                                    \
    }
#include "contract.def"
#undef METHOD
#undef END
#undef NEST
#undef LIST
#undef FIELD
#undef MESSAGE

/* clang-format on */

/* The message without fields, where one has to be given: usersvc_profile_get(c, &NOTHING, &a). */
extern struct nothing NOTHING;

#endif
