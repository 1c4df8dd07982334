/* msg_kind_many.c - several strings, several messages, a message within. */
#include "msg_kind.h"
#include <string.h>

static bool strs_present(const struct msg_field *f, const void *member)
{
    return (f->flags & MSG_REQUIRED) || ((const struct strs *)member)->v != NULL;
}

static const char *strs_fault(const struct msg_field *f, const void *member, struct arena *mem)
{
    const struct strs *s = member;
    const char *why = msg_length_fault(f, s->n, "elements", mem);

    for (size_t i = 0; !why && i < s->n; i++) {
        size_t n = strlen(s->v[i]);
        if (n > MSG_STRS_ELEMENT)
            return arena_printf(mem, "with an element longer than %d bytes", MSG_STRS_ELEMENT);
        why = msg_content_fault(MSG_str, s->v[i], n);
    }
    return why;
}

static void strs_pack(const struct msg_field *f, const void *member, msgpack_packer *out)
{
    const struct strs *s = member;

    (void)f;
    msgpack_pack_array(out, s->n);
    for (size_t i = 0; i < s->n; i++)
        msg_pack_text(s->v[i], out);
}

static const char *array_fault(const struct msg_field *f, const msgpack_object *in,
                               struct arena *mem)
{
    if (in->type != MSGPACK_OBJECT_ARRAY)
        return MSG_OTHER_KIND;
    return msg_length_fault(f, in->via.array.size, "elements", mem);
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
        why = msg_unpack_text(&in->via.array.ptr[i], r->mem, &v[i]);
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

const struct msg_kind_row msg_kind_strs = {"strs",      strs_present, strs_fault, strs_pack,
                                           strs_unpack, NULL,         strs_print};

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
    const char *why = msg_length_fault(f, list.n, "elements", mem);

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

const struct msg_kind_row msg_kind_list = {"list",      list_present, list_fault, list_pack,
                                           list_unpack, NULL,         list_print};

const struct msg_kind_row msg_kind_nest = {"nest",      nest_present, nest_fault, nest_pack,
                                           nest_unpack, NULL,         nest_print};
