#include "msg_kind.h"
#include "b64url.h"
#include "text.h"
#include "words.h"
#include <string.h>

static const char OTHER_KIND[] = "of another kind";

/* -- str and words ----------------------------------------------------------------------------- */

static bool text_present(const struct msg_field *f, const void *member)
{
    (void)f;
    return *(const char *const *)member != NULL;
}

static const char *length_fault(const struct msg_field *f, size_t n, const char *unit,
                                struct arena *mem)
{
    if ((int64_t)n < f->min)
        return arena_printf(mem, "shorter than %lld %s", (long long)f->min, unit);
    if ((int64_t)n > f->max)
        return arena_printf(mem, "longer than %lld %s", (long long)f->max, unit);
    return NULL;
}

static const char *content_fault(enum msg_kind kind, const char *text, size_t n)
{
    if (kind == MSG_words)
        return words_valid(text, n) ? NULL : "not words with one blank between them, each once";
    return text_valid(text, n) ? NULL : "not UTF-8 without control characters";
}

const char *msg_text_fault(const struct msg_field *f, const char *text, size_t n, struct arena *mem)
{
    const char *why = length_fault(f, n, "bytes", mem);

    return why ? why : content_fault(f->kind, text, n);
}

static const char *text_fault(const struct msg_field *f, const void *member, struct arena *mem)
{
    const char *text = *(const char *const *)member;

    return msg_text_fault(f, text, strlen(text), mem);
}

static void pack_text(const char *text, msgpack_packer *out)
{
    size_t n = strlen(text);

    msgpack_pack_str(out, n);
    msgpack_pack_str_body(out, text, n);
}

static void text_pack(const struct msg_field *f, const void *member, msgpack_packer *out)
{
    (void)f;
    pack_text(*(const char *const *)member, out);
}

/* A NUL inside would cut the string behind the validator's back. */
static const char *unpack_text(const msgpack_object *in, struct arena *mem, const char **out)
{
    if (in->type != MSGPACK_OBJECT_STR)
        return OTHER_KIND;
    if (memchr(in->via.str.ptr, '\0', in->via.str.size))
        return "with a NUL inside";
    *out = arena_strndup(mem, in->via.str.ptr, in->via.str.size);
    return NULL;
}

static const char *text_unpack(const struct msg_field *f, const msgpack_object *in,
                               const struct msg_reading *r, void *member)
{
    (void)f;
    return unpack_text(in, r->mem, member);
}

static const char *text_parse(const struct msg_field *f, const char *text, void *member)
{
    (void)f;
    *(const char **)member = text;
    return NULL;
}

static void text_print(const struct msg_field *f, const void *member, struct json *out)
{
    json_str(out, f->name, *(const char *const *)member);
}

/* -- int and maybe_int ------------------------------------------------------------------------- */

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
    return OTHER_KIND;
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
        return OTHER_KIND;
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

/* -- bytes ------------------------------------------------------------------------------------- */

static bool bytes_present(const struct msg_field *f, const void *member)
{
    (void)f;
    return ((const struct bytes *)member)->p != NULL;
}

static const char *bytes_fault(const struct msg_field *f, const void *member, struct arena *mem)
{
    return length_fault(f, ((const struct bytes *)member)->n, "bytes", mem);
}

static void bytes_pack(const struct msg_field *f, const void *member, msgpack_packer *out)
{
    const struct bytes *b = member;

    (void)f;
    msgpack_pack_bin(out, b->n);
    msgpack_pack_bin_body(out, b->p, b->n);
}

static const char *bytes_unpack(const struct msg_field *f, const msgpack_object *in,
                                const struct msg_reading *r, void *member)
{
    (void)f;
    if (in->type != MSGPACK_OBJECT_BIN)
        return OTHER_KIND;
    *(struct bytes *)member = arena_bytes(r->mem, in->via.bin.ptr, in->via.bin.size);
    return NULL;
}

static void bytes_print(const struct msg_field *f, const void *member, struct json *out)
{
    json_str(out, f->name, b64url_encode(out->out->mem, *(const struct bytes *)member));
}

/* -- strs -------------------------------------------------------------------------------------- */

static bool strs_present(const struct msg_field *f, const void *member)
{
    return (f->flags & MSG_REQUIRED) || ((const struct strs *)member)->v != NULL;
}

static const char *strs_fault(const struct msg_field *f, const void *member, struct arena *mem)
{
    const struct strs *s = member;
    const char *why = length_fault(f, s->n, "elements", mem);

    for (size_t i = 0; !why && i < s->n; i++) {
        size_t n = strlen(s->v[i]);
        if (n > MSG_STRS_ELEMENT)
            return arena_printf(mem, "with an element longer than %d bytes", MSG_STRS_ELEMENT);
        why = content_fault(MSG_str, s->v[i], n);
    }
    return why;
}

static void strs_pack(const struct msg_field *f, const void *member, msgpack_packer *out)
{
    const struct strs *s = member;

    (void)f;
    msgpack_pack_array(out, s->n);
    for (size_t i = 0; i < s->n; i++)
        pack_text(s->v[i], out);
}

static const char *array_fault(const struct msg_field *f, const msgpack_object *in,
                               struct arena *mem)
{
    if (in->type != MSGPACK_OBJECT_ARRAY)
        return OTHER_KIND;
    return length_fault(f, in->via.array.size, "elements", mem);
}

static const char *strs_unpack(const struct msg_field *f, const msgpack_object *in,
                               const struct msg_reading *r, void *member)
{
    const char *why = array_fault(f, in, r->mem);

    if (why)
        return why;
    size_t n = in->via.array.size;
    const char **v = arena_array(r->mem, n ? n : 1, sizeof *v);
    for (size_t i = 0; !why && i < n; i++)
        why = unpack_text(&in->via.array.ptr[i], r->mem, &v[i]);
    *(struct strs *)member = (struct strs){v, n};
    return why;
}

static void strs_print(const struct msg_field *f, const void *member, struct json *out)
{
    const struct strs *s = member;

    json_open(out, f->name, '[');
    for (size_t i = 0; i < s->n; i++)
        json_str(out, NULL, s->v[i]);
    json_close(out, ']');
}

/* -- list and nest ----------------------------------------------------------------------------- */

/* Each LIST member is a struct of its own type with the layout of struct msg_list. */
static struct msg_list as_list(const void *member)
{
    struct msg_list list;

    memcpy(&list, member, sizeof list);
    return list;
}

static const void *element(const struct msg_field *f, const struct msg_list *list, size_t i)
{
    return (const char *)list->v + i * f->elem->size;
}

static bool list_present(const struct msg_field *f, const void *member)
{
    return (f->flags & MSG_REQUIRED) || as_list(member).n > 0;
}

static const char *list_fault(const struct msg_field *f, const void *member, struct arena *mem)
{
    struct msg_list list = as_list(member);
    const char *why = length_fault(f, list.n, "elements", mem);

    for (size_t i = 0; !why && i < list.n; i++)
        why = msg_fault(f->elem, element(f, &list, i), mem);
    return why;
}

static void list_pack(const struct msg_field *f, const void *member, msgpack_packer *out)
{
    struct msg_list list = as_list(member);

    msgpack_pack_array(out, list.n);
    for (size_t i = 0; i < list.n; i++)
        msg_pack(f->elem, element(f, &list, i), out);
}

static const char *list_unpack(const struct msg_field *f, const msgpack_object *in,
                               const struct msg_reading *r, void *member)
{
    const char *why = array_fault(f, in, r->mem);

    if (why)
        return why;
    size_t n = in->via.array.size;
    char *v = arena_array(r->mem, n ? n : 1, f->elem->size);
    for (size_t i = 0; !why && i < n; i++)
        why = msg_unpack(f->elem, &in->via.array.ptr[i], r, v + i * f->elem->size);
    memcpy(member, &(struct msg_list){v, n}, sizeof(struct msg_list));
    return why;
}

static void list_print(const struct msg_field *f, const void *member, struct json *out)
{
    struct msg_list list = as_list(member);

    json_open(out, f->name, '[');
    for (size_t i = 0; i < list.n; i++)
        msg_print(f->elem, element(f, &list, i), NULL, out);
    json_close(out, ']');
}

static const void *nested(const void *member)
{
    return *(const void *const *)member;
}

static bool nest_present(const struct msg_field *f, const void *member)
{
    (void)f;
    return nested(member) != NULL;
}

static const char *nest_fault(const struct msg_field *f, const void *member, struct arena *mem)
{
    return msg_fault(f->elem, nested(member), mem);
}

static void nest_pack(const struct msg_field *f, const void *member, msgpack_packer *out)
{
    msg_pack(f->elem, nested(member), out);
}

static const char *nest_unpack(const struct msg_field *f, const msgpack_object *in,
                               const struct msg_reading *r, void *member)
{
    void *inner = arena_alloc(r->mem, f->elem->size);

    *(void **)member = inner;
    return msg_unpack(f->elem, in, r, inner);
}

static void nest_print(const struct msg_field *f, const void *member, struct json *out)
{
    msg_print(f->elem, nested(member), f->name, out);
}

/* -- the table --------------------------------------------------------------------------------- */

/* clang-format off */
const struct msg_kind_row msg_kinds[MSG_KINDS] = {
    [MSG_str]        = {"str",        text_present,       text_fault,      text_pack,       text_unpack,       text_parse,       text_print},
    [MSG_words]      = {"words",      text_present,       text_fault,      text_pack,       text_unpack,       text_parse,       text_print},
    [MSG_int]        = {"int",        int_present,        int_fault,       int_pack,        int_unpack,        int_parse,        int_print},
    [MSG_bool]       = {"bool",       bool_present,       no_fault,        bool_pack,       bool_unpack,       bool_parse,       bool_print},
    [MSG_bytes]      = {"bytes",      bytes_present,      bytes_fault,     bytes_pack,      bytes_unpack,      NULL,             bytes_print},
    [MSG_maybe_int]  = {"maybe_int",  maybe_int_present,  maybe_int_fault, maybe_int_pack,  maybe_int_unpack,  maybe_int_parse,  maybe_int_print},
    [MSG_maybe_bool] = {"maybe_bool", maybe_bool_present, no_fault,        maybe_bool_pack, maybe_bool_unpack, maybe_bool_parse, maybe_bool_print},
    [MSG_strs]       = {"strs",       strs_present,       strs_fault,      strs_pack,       strs_unpack,       NULL,             strs_print},
    [MSG_list]       = {"list",       list_present,       list_fault,      list_pack,       list_unpack,       NULL,             list_print},
    [MSG_nest]       = {"nest",       nest_present,       nest_fault,      nest_pack,       nest_unpack,       NULL,             nest_print},
};
/* clang-format on */

const char *msg_kind_name(enum msg_kind kind)
{
    return msg_kinds[kind].name;
}
