/*
 * request - the requests of request.def, made as messages.h and tables.c make the contract's.
 */
#ifndef CTL_REQUEST_H
#define CTL_REQUEST_H
#include "messages.h"

/* clang-format off */
#define MESSAGE(m, doc)           struct m {
#define FIELD(m, kind, name, ...) msg_##kind name;
#define LIST(m, elem, name, ...)  struct { const struct elem *v; size_t n; } name;
#define END(m)                    }; extern const struct msg_desc m##_desc;
#include "request.def"
#undef END
#undef LIST
#undef FIELD
#undef MESSAGE
/* clang-format on */

#endif
