/*
 * msg_kind - what each kind of field knows how to do.  Private to the msg_*.c files.
 *
 * One row per kind; the walkers (msg.c, msg_form.c, msg_json.c)
 * never ask which kind they look at.  A member is passed by its address in the
 * struct of its message.
 */
#ifndef PROTO_MSG_KIND_H
#define PROTO_MSG_KIND_H
#include "json.h"
#include "msg.h"
#include <msgpack.h>

struct msg_reading {
    struct arena *mem;
    enum msg_unknown unknown;
};

struct msg_kind_row {
    const char *name;
    bool (*present)(const struct msg_field *f, const void *member);
    /* NULL, or what is wrong with a member that is present. */
    const char *(*fault)(const struct msg_field *f, const void *member, struct arena *mem);
    void (*pack)(const struct msg_field *f, const void *member, msgpack_packer *out);
    /* NULL, or why the object cannot be a member of this kind; bounds come later. */
    const char *(*unpack)(const struct msg_field *f, const msgpack_object *in,
                          const struct msg_reading *r, void *member);
    /* The same from a form; NULL where forms cannot say it.  text: NUL-terminated, in the arena. */
    const char *(*parse)(const struct msg_field *f, const char *text, void *member);
    void (*print)(const struct msg_field *f, const void *member, struct json *out);
};

extern const struct msg_kind_row *const msg_kinds[MSG_KINDS];

/* The rows, by the file that they stand in. */
extern const struct msg_kind_row msg_kind_str, msg_kind_words, msg_kind_bytes;
extern const struct msg_kind_row msg_kind_int, msg_kind_maybe_int, msg_kind_bool,
    msg_kind_maybe_bool;
extern const struct msg_kind_row msg_kind_strs, msg_kind_list, msg_kind_nest;

/* What several kinds say and do. */
#define MSG_OTHER_KIND "of another kind"
const char *msg_length_fault(const struct msg_field *f, size_t n, const char *unit,
                             struct arena *mem);
const char *msg_content_fault(enum msg_kind kind, const char *text, size_t n);
void msg_pack_text(const char *text, msgpack_packer *out);
const char *msg_unpack_text(const msgpack_object *in, struct arena *mem, const char **out);

/* msg.c: what list and nest lead back to. */
const char *msg_fault(const struct msg_desc *desc, const void *msg, struct arena *mem);
void msg_pack(const struct msg_desc *desc, const void *msg, msgpack_packer *out);
const char *msg_unpack(const struct msg_desc *desc, const msgpack_object *in,
                       const struct msg_reading *r, void *msg);
/* msg_json.c */
void msg_print(const struct msg_desc *desc, const void *msg, const char *key, struct json *out);

static inline const void *msg_member(const struct msg_field *f, const void *msg)
{
    return (const char *)msg + f->offset;
}

static inline void *msg_member_of(const struct msg_field *f, void *msg)
{
    return (char *)msg + f->offset;
}

#endif
