/*
 * Walks every field of every message of the contract: at its bounds, one past
 * them, absent, twice, of another kind, with a NUL, with bad UTF-8, and with a
 * field beside it that nobody knows.  A new row needs no new test.
 */
#include "arena.h"
#include "check.h"
#include "messages.h"
#include <msgpack.h>
#include <stdio.h>
#include <string.h>

enum variant {
    AT_MIN,
    AT_MAX,
    BELOW_MIN,
    ABOVE_MAX,
    ABSENT,
    TWICE,
    OTHER_KIND,
    NUL_INSIDE,
    BAD_UTF8,
    VARIANTS
};

static const char *const variant_names[VARIANTS] = {
    "at its minimum", "at its maximum", "below its minimum", "above its maximum", "absent",
    "twice",          "other kind",     "NUL inside",        "bad UTF-8",
};

static int append(void *buf, const char *p, size_t n)
{
    buf_add(buf, p, n);
    return 0;
}

static bool is_text(const struct msg_field *f)
{
    return f->kind == MSG_str || f->kind == MSG_words;
}

/* n bytes that are valid as text and as one word. */
static void pack_filler(msgpack_packer *out, size_t n, char first)
{
    char *text = arena_alloc(check_mem(), n + 1);

    memset(text, 'a', n);
    if (n)
        text[0] = first;
    msgpack_pack_str(out, n);
    msgpack_pack_str_body(out, text, n);
}

static void pack_message(const struct msg_desc *desc, msgpack_packer *out,
                         const struct msg_field *odd, enum variant variant);

static void pack_elements(const struct msg_field *f, msgpack_packer *out, int64_t n)
{
    msgpack_pack_array(out, (size_t)n);
    for (int64_t i = 0; i < n; i++) {
        if (f->elem)
            pack_message(f->elem, out, NULL, AT_MIN);
        else
            pack_filler(out, 3, 'a');
    }
}

static void pack_sized(const struct msg_field *f, msgpack_packer *out, int64_t n, char first)
{
    switch (f->kind) {
    case MSG_str:
    case MSG_words:
        pack_filler(out, (size_t)n, first);
        return;
    case MSG_int:
    case MSG_maybe_int:
        msgpack_pack_int64(out, n);
        return;
    case MSG_bytes:
        msgpack_pack_bin(out, (size_t)n);
        msgpack_pack_bin_body(out, arena_alloc(check_mem(), (size_t)n + 1), (size_t)n);
        return;
    case MSG_strs:
    case MSG_list:
        pack_elements(f, out, n);
        return;
    case MSG_nest:
        pack_message(f->elem, out, NULL, AT_MIN);
        return;
    default:
        msgpack_pack_true(out);
    }
}

static void pack_value(const struct msg_field *f, msgpack_packer *out, enum variant variant)
{
    switch (variant) {
    case AT_MAX:
        pack_sized(f, out, f->max, 'a');
        return;
    case BELOW_MIN:
        pack_sized(f, out, f->min - 1, 'a');
        return;
    case ABOVE_MAX:
        pack_sized(f, out, f->max + 1, 'a');
        return;
    case OTHER_KIND:
        msgpack_pack_double(out, 1.5);
        return;
    case NUL_INSIDE:
        pack_sized(f, out, f->min > 0 ? f->min : 1, '\0');
        return;
    case BAD_UTF8:
        pack_sized(f, out, f->min > 0 ? f->min : 1, (char)0xff);
        return;
    default:
        pack_sized(f, out, f->min, 'a');
    }
}

static void pack_message(const struct msg_desc *desc, msgpack_packer *out,
                         const struct msg_field *odd, enum variant variant)
{
    size_t n = desc->n_fields;

    n += odd && variant == TWICE;
    n -= odd && variant == ABSENT;
    msgpack_pack_map(out, n);
    for (size_t i = 0; i < desc->n_fields; i++) {
        const struct msg_field *f = &desc->fields[i];
        size_t times = f != odd ? 1 : variant == TWICE ? 2 : variant == ABSENT ? 0 : 1;
        while (times-- > 0) {
            msgpack_pack_str(out, strlen(f->name));
            msgpack_pack_str_body(out, f->name, strlen(f->name));
            pack_value(f, out, f == odd ? variant : AT_MIN);
        }
    }
}

static bool applies(const struct msg_field *f, enum variant variant)
{
    bool sized = f->kind != MSG_bool && f->kind != MSG_maybe_bool && f->kind != MSG_nest;
    bool number = f->kind == MSG_int || f->kind == MSG_maybe_int;

    switch (variant) {
    case AT_MAX:
        return sized;
    case BELOW_MIN: /* an OPTIONAL int of 0 is absent */
        return sized && (number ? f->min != INT64_MIN && f->min - 1 != 0 : f->min > 0);
    case ABOVE_MAX:
        return sized && f->max != INT64_MAX;
    case NUL_INSIDE:
    case BAD_UTF8:
        return is_text(f);
    default:
        return true;
    }
}

static enum err expected(const struct msg_field *f, enum variant variant)
{
    if (variant == AT_MIN || variant == AT_MAX)
        return OK;
    if (variant == ABSENT)
        return f->flags & MSG_REQUIRED ? ERR_BAD_FIELD : OK;
    return ERR_BAD_FIELD;
}

static struct bytes packed(const struct msg_desc *desc, const struct msg_field *odd,
                           enum variant variant)
{
    struct buf *buf = ARENA_NEW(check_mem(), buf);
    msgpack_packer packer;

    buf_init(buf, check_mem(), 1024);
    msgpack_packer_init(&packer, buf, append);
    pack_message(desc, &packer, odd, variant);
    return buf_bytes(buf);
}

static void try_field(const struct msg_desc *desc, const struct msg_field *f, enum variant variant)
{
    AUTO(arena) mem;
    struct bytes in = packed(desc, f, variant);
    const char *why = "";

    arena_init(&mem, 16 << 20);
    void *msg = arena_alloc(&mem, desc->size);
    enum err e = msg_decode(desc, in, MSG_REFUSE_UNKNOWN, &mem, msg, &why);
    if (e != expected(f, variant))
        check_failed(__FILE__, __LINE__, "%s.%s %s gives %s (%s)", desc->name, f->name,
                     variant_names[variant], err_name(e), why);
    if (e)
        CHECK_HAS(why, f->name);
}

static size_t try_variants(const struct msg_desc *d, const struct msg_field *field)
{
    size_t tried = 0;

    for (enum variant v = AT_MIN; v < VARIANTS; v++) {
        if (!applies(field, v))
            continue;
        try_field(d, field, v);
        tried++;
    }
    return tried;
}

static void every_limit_of_every_field_holds(void)
{
    size_t tried = 0;

    for (const struct msg_desc *const *d = contract_messages; *d; d++) {
        for (size_t i = 0; i < (*d)->n_fields; i++)
            tried += try_variants(*d, &(*d)->fields[i]);
    }
    printf("# %zu limits tried\n", tried);
    CHECK(tried > 1000);
}

static void what_is_decoded_encodes_to_the_same_bytes(void)
{
    for (const struct msg_desc *const *d = contract_messages; *d; d++) {
        struct bytes in = packed(*d, NULL, AT_MIN);
        void *msg = arena_alloc(check_mem(), (*d)->size + 1);
        void *again = arena_alloc(check_mem(), (*d)->size + 1);
        struct buf once, twice;
        const char *why = "";

        CHECK_OK(msg_decode(*d, in, MSG_REFUSE_UNKNOWN, check_mem(), msg, &why));
        buf_init(&once, check_mem(), 256);
        CHECK_OK(msg_encode(*d, msg, &once, &why));
        CHECK_OK(msg_decode(*d, buf_bytes(&once), MSG_REFUSE_UNKNOWN, check_mem(), again, &why));
        buf_init(&twice, check_mem(), 256);
        CHECK_OK(msg_encode(*d, again, &twice, &why));
        CHECK_BYTES(buf_bytes(&twice), buf_bytes(&once));
    }
}

static void an_unknown_field_is_refused_or_tolerated_as_asked(void)
{
    static const uint8_t pair[] = {0xa8, 's', 'u', 'r', 'p', 'r', 'i', 's', 'e', 0xc3};

    for (const struct msg_desc *const *d = contract_messages; *d; d++) {
        struct bytes plain = packed(*d, NULL, AT_MIN);
        void *msg = arena_alloc(check_mem(), (*d)->size + 1);
        const char *why = "";

        /* One more pair behind the last, and the count in the header with it. */
        if ((*d)->n_fields >= 15)
            continue; /* its header has another form; codec_test covers that one */
        uint8_t *more = arena_alloc(check_mem(), plain.n + 16);
        memcpy(more, plain.p, plain.n);
        more[0]++;
        memcpy(more + plain.n, pair, sizeof pair);
        struct bytes in = {more, plain.n + sizeof pair};
        CHECK_OK(msg_decode(*d, in, MSG_TOLERATE_UNKNOWN, check_mem(), msg, &why));
        CHECK_ERR(msg_decode(*d, in, MSG_REFUSE_UNKNOWN, check_mem(), msg, &why), ERR_BAD_FIELD);
        CHECK_HAS(why, "surprise");
    }
}

static void no_prefix_of_a_message_is_a_message(void)
{
    struct bytes whole = packed(&client_record_reply_desc, NULL, AT_MIN);
    struct client_record_reply msg;
    const char *why = "";

    for (size_t n = 0; n < whole.n; n++) {
        struct bytes part = arena_bytes(check_mem(), whole.p, n); /* ASan sees a read past it */
        CHECK_ERR(msg_decode(&client_record_reply_desc, part, MSG_TOLERATE_UNKNOWN, check_mem(),
                             &msg, &why),
                  ERR_BAD_MESSAGE);
    }
}

int main(void)
{
    return check_run((struct check[]){
        CASE(every_limit_of_every_field_holds),
        CASE(what_is_decoded_encodes_to_the_same_bytes),
        CASE(an_unknown_field_is_refused_or_tolerated_as_asked),
        CASE(no_prefix_of_a_message_is_a_message),
        {0},
    });
}
