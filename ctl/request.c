#include "request.h"

/* clang-format off */
enum { OPTIONAL = MSG_OPTIONAL, REQUIRED = MSG_REQUIRED };

#define MESSAGE(m, doc)                                                                            \
    static const char m##_doc[] = doc;                                                             \
    static const struct msg_field m##_fields[] = {
#define FIELD(m, kind, name, flags, min, max, doc)                                                 \
    {#name, MSG_##kind, (flags), offsetof(struct m, name), (min), (max), NULL, (doc)},
#define LIST(m, elem, name, flags, max, doc)                                                       \
    {#name, MSG_list, (flags), offsetof(struct m, name), 0, (max), &elem##_desc, (doc)},
#define END(m)                                                                                     \
    };                                                                                             \
    const struct msg_desc m##_desc = {#m, m##_doc, m##_fields, ARRAY_LEN(m##_fields),              \
                                      sizeof(struct m)};
#include "request.def"
/* clang-format on */
