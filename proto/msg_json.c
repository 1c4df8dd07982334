#include "msg_json.h"
#include "msg_kind.h"
#include <string.h>

void msg_print(const struct msg_desc *desc, const void *msg, const char *key, struct json *out)
{
    json_open(out, key, '{');
    for (size_t i = 0; i < desc->n_fields; i++) {
        const struct msg_field *f = &desc->fields[i];
        const struct msg_kind_row *kind = msg_kinds[f->kind];
        if (!(f->flags & MSG_INTERNAL) && kind->present(f, msg_member(f, msg)))
            kind->print(f, msg_member(f, msg), out);
    }
    json_close(out, '}');
}

void msg_to_json(const struct msg_desc *desc, const void *msg, struct buf *out)
{
    struct json json;

    json_init(&json, out);
    msg_print(desc, msg, NULL, &json);
}

static void pack_text(const char *text, size_t n, msgpack_packer *out)
{
    msgpack_pack_str(out, n);
    msgpack_pack_str_body(out, text, n);
}

/* JSON as msgpack, so that one decoder judges both.  json_read has bounded the depth. */
static void pack(json_t *in, msgpack_packer *out)
{
    switch (json_typeof(in)) {
    case JSON_OBJECT:
        msgpack_pack_map(out, json_object_size(in));
        for (void *at = json_object_iter(in); at; at = json_object_iter_next(in, at)) {
            const char *key = json_object_iter_key(at);
            pack_text(key, strlen(key), out);
            pack(json_object_iter_value(at), out);
        }
        return;
    case JSON_ARRAY:
        msgpack_pack_array(out, json_array_size(in));
        for (size_t i = 0; i < json_array_size(in); i++)
            pack(json_array_get(in, i), out);
        return;
    case JSON_STRING:
        pack_text(json_string_value(in), json_string_length(in), out);
        return;
    case JSON_INTEGER:
        msgpack_pack_int64(out, json_integer_value(in));
        return;
    case JSON_TRUE:
        msgpack_pack_true(out);
        return;
    case JSON_FALSE:
        msgpack_pack_false(out);
        return;
    case JSON_REAL:
        msgpack_pack_double(out, json_real_value(in));
        return;
    case JSON_NULL:
        msgpack_pack_nil(out);
        return;
    }
}

static int append(void *buf, const char *p, size_t n)
{
    buf_add(buf, p, n);
    return 0;
}

enum err msg_from_json(const struct msg_desc *desc, const char *text, size_t n, struct arena *mem,
                       void *msg, const char **why)
{
    json_t *tree = NULL;
    struct buf packed;
    msgpack_packer packer;

    enum err e = json_read(mem, text, n, &tree, why);
    if (e)
        return e;
    if (!json_is_object(tree)) {
        json_decref(tree);
        *why = "not a JSON object";
        return ERR_BAD_MESSAGE;
    }
    buf_init(&packed, mem, n);
    msgpack_packer_init(&packer, &packed, append);
    pack(tree, &packer);
    json_decref(tree);
    return msg_decode(desc, buf_bytes(&packed), MSG_REFUSE_UNKNOWN, mem, msg, why);
}
