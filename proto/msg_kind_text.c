/* msg_kind_text.c - str, words and bytes. */
#include "b64url.h"
#include "msg_kind.h"
#include "text.h"
#include "words.h"
#include <string.h>

static bool text_present(const struct msg_field *f, const void *member)
{
    (void)f;
    return *(const char *const *)member != NULL;
}

const char *msg_length_fault(const struct msg_field *f, size_t n, const char *unit,
                             struct arena *mem)
{
    if ((int64_t)n < f->min)
        return arena_printf(mem, "shorter than %lld %s", (long long)f->min, unit);
    if ((int64_t)n > f->max)
        return arena_printf(mem, "longer than %lld %s", (long long)f->max, unit);
    return NULL;
}

const char *msg_content_fault(enum msg_kind kind, const char *text, size_t n)
{
    if (kind == MSG_words)
        return words_valid(text, n) ? NULL : "not words with one blank between them, each once";
    return text_valid(text, n) ? NULL : "not UTF-8 without control characters";
}

const char *msg_text_fault(const struct msg_field *f, const char *text, size_t n, struct arena *mem)
{
    const char *why = msg_length_fault(f, n, "bytes", mem);

    if (!why && f->flags & MSG_LINES)
        return text_lines_valid(text, n) ? NULL : "not lines of UTF-8 without control characters";
    return why ? why : msg_content_fault(f->kind, text, n);
}

static const char *text_fault(const struct msg_field *f, const void *member, struct arena *mem)
{
    const char *text = *(const char *const *)member;

    return msg_text_fault(f, text, strlen(text), mem);
}

void msg_pack_text(const char *text, msgpack_packer *out)
{
    size_t n = strlen(text);

    msgpack_pack_str(out, n);
    msgpack_pack_str_body(out, text, n);
}

static void text_pack(const struct msg_field *f, const void *member, msgpack_packer *out)
{
    (void)f;
    msg_pack_text(*(const char *const *)member, out);
}

/* A NUL inside would cut the string behind the validator's back. */
const char *msg_unpack_text(const msgpack_object *in, struct arena *mem, const char **out)
{
    if (in->type != MSGPACK_OBJECT_STR)
        return MSG_OTHER_KIND;
    if (memchr(in->via.str.ptr, '\0', in->via.str.size))
        return "with a NUL inside";
    *out = arena_strndup(mem, in->via.str.ptr, in->via.str.size);
    return NULL;
}

static const char *text_unpack(const struct msg_field *f, const msgpack_object *in,
                               const struct msg_reading *r, void *member)
{
    (void)f;
    return msg_unpack_text(in, r->mem, member);
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

const struct msg_kind_row msg_kind_str = {"str",       text_present, text_fault, text_pack,
                                          text_unpack, text_parse,   text_print};

const struct msg_kind_row msg_kind_words = {"words",     text_present, text_fault, text_pack,
                                            text_unpack, text_parse,   text_print};

/* -- bytes ------------------------------------------------------------------------------------- */

static bool bytes_present(const struct msg_field *f, const void *member)
{
    (void)f;
    return ((const struct bytes *)member)->p != NULL;
}

static const char *bytes_fault(const struct msg_field *f, const void *member, struct arena *mem)
{
    return msg_length_fault(f, ((const struct bytes *)member)->n, "bytes", mem);
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
        return MSG_OTHER_KIND;
    *(struct bytes *)member = arena_bytes(r->mem, in->via.bin.ptr, in->via.bin.size);
    return NULL;
}

static void bytes_print(const struct msg_field *f, const void *member, struct json *out)
{
    json_str(out, f->name, b64url_encode(out->out->mem, *(const struct bytes *)member));
}

const struct msg_kind_row msg_kind_bytes = {"bytes",      bytes_present, bytes_fault, bytes_pack,
                                            bytes_unpack, NULL,          bytes_print};
