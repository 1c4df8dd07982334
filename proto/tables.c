/* tables.c - the contract as data (3. of messages.h). */
#include "messages.h"

/* clang-format off */

/* The words that rows use. */
enum { OPTIONAL = MSG_OPTIONAL, REQUIRED = MSG_REQUIRED, SECRET = MSG_SECRET,
       PERSONAL = MSG_PERSONAL, INTERNAL = MSG_INTERNAL, LINES = MSG_LINES };
enum { GATEWAY = ROLE_GATEWAY, TOKENSVC = ROLE_TOKENSVC, AUTHSVC = ROLE_AUTHSVC,
       USERSVC = ROLE_USERSVC, COURIER = ROLE_COURIER, ADMIN = ROLE_ADMIN, EVERYONE = ROLE_EVERYONE };
enum { ONCE = false, IDEMPOTENT = true };

#define MESSAGE(m, doc)                                                                            \
    static const char m##_doc[] = doc;                                                             \
    static const struct msg_field m##_fields[] = {
#define FIELD(m, kind, name, flags, min, max, doc)                                                 \
    {#name, MSG_##kind, (flags), offsetof(struct m, name), (min), (max), NULL, (doc)},
#define LIST(m, elem, name, flags, max, doc)                                                       \
    {#name, MSG_list, (flags), offsetof(struct m, name), 0, (max), &elem##_desc, (doc)},
#define NEST(m, elem, name, flags, doc)                                                            \
    {#name, MSG_nest, (flags), offsetof(struct m, name), 0, 1, &elem##_desc, (doc)},
#define END(m)                                                                                     \
        {NULL, MSG_KINDS, 0, 0, 0, 0, NULL, NULL}, /* so that a message may have no fields */      \
    };                                                                                             \
    static_assert(ARRAY_LEN(m##_fields) <= MSG_FIELDS_MAX, "too many fields");                     \
    const struct msg_desc m##_desc = {#m, m##_doc, m##_fields, ARRAY_LEN(m##_fields) - 1,          \
                                      sizeof(struct m)};
#define METHOD(service, method, req, rsp, class, callers, actor, repeat, deadline, max_body, doc)  \
    const struct method_desc service##_##method##_method = {                                       \
        #service, #service "." #method, &req##_desc, &rsp##_desc, CLASS_##class, (callers),        \
        ACTOR_##actor, (repeat), (deadline), (max_body), (doc)};
#include "contract.def"
#undef METHOD
#undef END
#undef NEST
#undef LIST
#undef FIELD
#undef MESSAGE

#define FIELD(...)
#define LIST(...)
#define NEST(...)
#define END(m)

#define MESSAGE(m, doc) &m##_desc,
#define METHOD(...)
const struct msg_desc *const contract_messages[] = {
#include "contract.def"
    NULL};
#undef METHOD
#undef MESSAGE

#define MESSAGE(...)
#define METHOD(service, method, ...) &service##_##method##_method,
const struct method_desc *const contract_methods[] = {
#include "contract.def"
    NULL};
/* clang-format on */

struct nothing NOTHING;
