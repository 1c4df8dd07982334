/* msg_kind_number.c - int and bool, and those that tell 0 and false from absent. */
#include "msg_kind.h"
#include "text.h"
#include <string.h>

static const char *range_fault(const struct msg_field *f, int64_t v, struct arena *mem)
{
    if (v >= f->min && v <= f->max)
        return NULL;
    return arena_printf(mem, "not between %lld and %lld", (long long)f->min, (long long)f->max);
}

static const char *unpack_int(const msgpack_object *in, int64_t *out)
{
    if (in->type == MSGPACK_OBJECT_POSITIVE_INTEGER && in->via.u64 <= INT64_MAX) {
        *out = (int64_t)in->via.u64;
        return NULL;
    }
    if (in->type == MSGPACK_OBJECT_NEGATIVE_INTEGER) {
        *out = in->via.i64;
        return NULL;
    }
    return MSG_OTHER_KIND;
}

static bool int_present(const struct msg_field *f, const void *member)
{
    return (f->flags & MSG_REQUIRED) || *(const int64_t *)member != 0;
}

static const char *int_fault(const struct msg_field *f, const void *member, struct arena *mem)
{
    return range_fault(f, *(const int64_t *)member, mem);
}

static void int_pack(const struct msg_field *f, const void *member, msgpack_packer *out)
{
    (void)f;
    msgpack_pack_int64(out, *(const int64_t *)member);
}

static const char *int_unpack(const struct msg_field *f, const msgpack_object *in,
                              const struct msg_reading *r, void *member)
{
    (void)f, (void)r;
    return unpack_int(in, member);
}

static const char *int_parse(const struct msg_field *f, const char *text, void *member)
{
    (void)f;
    return text_int(text, member) ? NULL : "not a whole number";
}

static void int_print(const struct msg_field *f, const void *member, struct json *out)
{
    json_int(out, f->name, *(const int64_t *)member);
}

static bool maybe_int_present(const struct msg_field *f, const void *member)
{
    (void)f;
    return ((const struct maybe_int *)member)->set;
}

static const char *maybe_int_fault(const struct msg_field *f, const void *member, struct arena *mem)
{
    return range_fault(f, ((const struct maybe_int *)member)->v, mem);
}

static void maybe_int_pack(const struct msg_field *f, const void *member, msgpack_packer *out)
{
    (void)f;
    msgpack_pack_int64(out, ((const struct maybe_int *)member)->v);
}

static const char *maybe_int_unpack(const struct msg_field *f, const msgpack_object *in,
                                    const struct msg_reading *r, void *member)
{
    struct maybe_int *m = member;

    (void)f, (void)r;
    m->set = true;
    return unpack_int(in, &m->v);
}

static const char *maybe_int_parse(const struct msg_field *f, const char *text, void *member)
{
    struct maybe_int *m = member;

    m->set = true;
    return int_parse(f, text, &m->v);
}

static void maybe_int_print(const struct msg_field *f, const void *member, struct json *out)
{
    json_int(out, f->name, ((const struct maybe_int *)member)->v);
}

const struct msg_kind_row msg_kind_int = {"int",      int_present, int_fault, int_pack,
                                          int_unpack, int_parse,   int_print};

const struct msg_kind_row msg_kind_maybe_int = {"maybe_int",    maybe_int_present, maybe_int_fault,
                                                maybe_int_pack, maybe_int_unpack,  maybe_int_parse,
                                                maybe_int_print};

/* -- bool and maybe_bool ----------------------------------------------------------------------- */

static const char *no_fault(const struct msg_field *f, const void *member, struct arena *mem)
{
    (void)f, (void)member, (void)mem;
    return NULL;
}

static void pack_bool(bool v, msgpack_packer *out)
{
    if (v)
        msgpack_pack_true(out);
    else
        msgpack_pack_false(out);
}

static bool bool_present(const struct msg_field *f, const void *member)
{
    return (f->flags & MSG_REQUIRED) || *(const bool *)member;
}

static void bool_pack(const struct msg_field *f, const void *member, msgpack_packer *out)
{
    (void)f;
    pack_bool(*(const bool *)member, out);
}

static const char *bool_unpack(const struct msg_field *f, const msgpack_object *in,
                               const struct msg_reading *r, void *member)
{
    (void)f, (void)r;
    if (in->type != MSGPACK_OBJECT_BOOLEAN)
        return MSG_OTHER_KIND;
    *(bool *)member = in->via.boolean;
    return NULL;
}

static const char *bool_parse(const struct msg_field *f, const char *text, void *member)
{
    (void)f;
    if (strcmp(text, "true") != 0 && strcmp(text, "false") != 0)
        return "neither true nor false";
    *(bool *)member = text[0] == 't';
    return NULL;
}

static void bool_print(const struct msg_field *f, const void *member, struct json *out)
{
    json_bool(out, f->name, *(const bool *)member);
}

static bool maybe_bool_present(const struct msg_field *f, const void *member)
{
    (void)f;
    return ((const struct maybe_bool *)member)->set;
}

static void maybe_bool_pack(const struct msg_field *f, const void *member, msgpack_packer *out)
{
    (void)f;
    pack_bool(((const struct maybe_bool *)member)->v, out);
}

static const char *maybe_bool_unpack(const struct msg_field *f, const msgpack_object *in,
                                     const struct msg_reading *r, void *member)
{
    struct maybe_bool *m = member;

    m->set = true;
    return bool_unpack(f, in, r, &m->v);
}

static const char *maybe_bool_parse(const struct msg_field *f, const char *text, void *member)
{
    struct maybe_bool *m = member;

    m->set = true;
    return bool_parse(f, text, &m->v);
}

static void maybe_bool_print(const struct msg_field *f, const void *member, struct json *out)
{
    json_bool(out, f->name, ((const struct maybe_bool *)member)->v);
}

const struct msg_kind_row msg_kind_bool = {"bool",      bool_present, no_fault,  bool_pack,
                                           bool_unpack, bool_parse,   bool_print};

const struct msg_kind_row msg_kind_maybe_bool = {
    "maybe_bool",      maybe_bool_present, no_fault,        maybe_bool_pack,
    maybe_bool_unpack, maybe_bool_parse,   maybe_bool_print};
