#include "msg.h"
#include "msg_kind.h"
#include "msg_scan.h"
#include <string.h>

static bool is_named(const struct msg_field *f, const char *name, size_t n)
{
    return strlen(f->name) == n && memcmp(f->name, name, n) == 0;
}

/* Begins with the field at `first` and goes round. */
static const struct msg_field *find_field(const struct msg_desc *desc, size_t first,
                                          const char *name, size_t n)
{
    for (size_t i = 0; i < desc->n_fields; i++) {
        const struct msg_field *f = &desc->fields[(first + i) % desc->n_fields];
        if (is_named(f, name, n))
            return f;
    }
    return NULL;
}

const struct msg_field *msg_field_by_name(const struct msg_desc *desc, const char *name, size_t n)
{
    return find_field(desc, 0, name, n);
}

static const char *named(const struct msg_field *f, const char *why, struct arena *mem)
{
    return arena_printf(mem, "%s is %s", f->name, why);
}

const char *msg_fault(const struct msg_desc *desc, const void *msg, struct arena *mem)
{
    for (size_t i = 0; i < desc->n_fields; i++) {
        const struct msg_field *f = &desc->fields[i];
        const struct msg_kind_row *kind = msg_kinds[f->kind];
        const void *member = msg_member(f, msg);
        if (!kind->present(f, member)) {
            if (f->flags & MSG_REQUIRED)
                return named(f, "missing", mem);
            continue;
        }
        const char *why = kind->fault(f, member, mem);
        if (why)
            return named(f, why, mem);
    }
    return NULL;
}

static bool present(const struct msg_field *f, const void *msg)
{
    return msg_kinds[f->kind]->present(f, msg_member(f, msg));
}

void msg_pack(const struct msg_desc *desc, const void *msg, msgpack_packer *out)
{
    size_t n = 0;

    for (size_t i = 0; i < desc->n_fields; i++)
        n += present(&desc->fields[i], msg);
    msgpack_pack_map(out, n);
    for (size_t i = 0; i < desc->n_fields; i++) {
        const struct msg_field *f = &desc->fields[i];
        if (!present(f, msg))
            continue;
        size_t len = strlen(f->name);
        msgpack_pack_str(out, len);
        msgpack_pack_str_body(out, f->name, len);
        msg_kinds[f->kind]->pack(f, msg_member(f, msg), out);
    }
}

static int append(void *buf, const char *p, size_t n)
{
    buf_add(buf, p, n);
    return 0;
}

enum err msg_encode(const struct msg_desc *desc, const void *msg, struct buf *out, const char **why)
{
    msgpack_packer packer;
    const char *fault = msg_fault(desc, msg, out->mem);

    if (fault) {
        *why = fault;
        return ERR_BAD_FIELD;
    }
    msgpack_packer_init(&packer, out, append);
    msg_pack(desc, msg, &packer);
    return OK;
}

struct progress {
    uint64_t seen; /* a bit for each field */
    size_t next;   /* the field that is likely to come: our encoders go by the table */
};

/* One member of the map; NULL or what is wrong with it. */
static const char *unpack_pair(const struct msg_desc *desc, const msgpack_object_kv *pair,
                               const struct msg_reading *r, struct progress *progress, void *msg)
{
    const msgpack_object_str *key = &pair->key.via.str;

    if (pair->key.type != MSGPACK_OBJECT_STR)
        return "a field's name is not a string";
    const struct msg_field *f = find_field(desc, progress->next, key->ptr, key->size);
    if (!f && r->unknown == MSG_TOLERATE_UNKNOWN)
        return NULL;
    if (!f)
        return arena_printf(r->mem, "%s is unknown",
                            arena_strndup(r->mem, key->ptr, key->size < 64 ? key->size : 64));
    size_t i = (size_t)(f - desc->fields);
    uint64_t bit = UINT64_C(1) << i;
    if (progress->seen & bit)
        return named(f, "repeated", r->mem);
    progress->seen |= bit;
    progress->next = i + 1;
    const char *why = msg_kinds[f->kind]->unpack(f, &pair->val, r, msg_member_of(f, msg));
    return why ? named(f, why, r->mem) : NULL;
}

const char *msg_unpack(const struct msg_desc *desc, const msgpack_object *in,
                       const struct msg_reading *r, void *msg)
{
    const char *why = NULL;
    struct progress progress = {0};

    if (in->type != MSGPACK_OBJECT_MAP)
        return MSG_OTHER_KIND;
    for (size_t i = 0; !why && i < in->via.map.size; i++)
        why = unpack_pair(desc, &in->via.map.ptr[i], r, &progress, msg);
    for (size_t i = 0; !why && i < desc->n_fields; i++) {
        if (desc->fields[i].flags & MSG_REQUIRED && !(progress.seen & UINT64_C(1) << i))
            why = named(&desc->fields[i], "missing", r->mem);
    }
    return why ? why : msg_fault(desc, msg, r->mem);
}

struct unpacked {
    msgpack_unpacked tree;
};

static void unpacked_done(struct unpacked *self)
{
    msgpack_unpacked_destroy(&self->tree);
}

enum err msg_decode(const struct msg_desc *desc, struct bytes in, enum msg_unknown unknown,
                    struct arena *mem, void *msg, const char **why)
{
    AUTO(unpacked) in_tree = {0};
    struct msg_reading reading = {mem, unknown};
    size_t at = 0;

    msgpack_unpacked_init(&in_tree.tree);
    if (!msg_scan(in) ||
        msgpack_unpack_next(&in_tree.tree, (const char *)in.p, in.n, &at) !=
            MSGPACK_UNPACK_SUCCESS ||
        in_tree.tree.data.type != MSGPACK_OBJECT_MAP) {
        *why = "not one msgpack map";
        return ERR_BAD_MESSAGE;
    }
    void *fresh = arena_alloc(mem, desc->size ? desc->size : 1);
    const char *fault = msg_unpack(desc, &in_tree.tree.data, &reading, fresh);
    if (fault) {
        *why = fault;
        return ERR_BAD_FIELD;
    }
    memcpy(msg, fresh, desc->size);
    return OK;
}
