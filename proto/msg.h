/*
 * msg - a message: a struct in memory, a msgpack map on the wire, one table for both.
 *
 * Every message of the contract has a struct msg_desc made from its rows; the
 * functions here walk it.  What the tables do not allow cannot be encoded or
 * decoded.  Absent: NULL for str, words, bytes, nested; 0 and false for
 * OPTIONAL int and bool (where that would be ambiguous the kind is maybe_int or
 * maybe_bool); an empty list.  Decoded values live in the arena.  Thread-safe.
 */
#ifndef PROTO_MSG_H
#define PROTO_MSG_H
#include "buf.h"

struct maybe_int {
    bool set;
    int64_t v;
};
struct maybe_bool {
    bool set, v;
};
struct strs {
    const char *const *v;
    size_t n;
};
struct msg_list { /* what each LIST member looks like underneath */
    const void *v;
    size_t n;
};

/* The member types of the kinds that a FIELD row may name. */
typedef const char *msg_str;
typedef const char *msg_words;
typedef int64_t msg_int;
typedef bool msg_bool;
typedef struct bytes msg_bytes;
typedef struct maybe_int msg_maybe_int;
typedef struct maybe_bool msg_maybe_bool;
typedef struct strs msg_strs;

enum msg_kind {
    MSG_str,   /* UTF-8 without control characters; min and max count bytes */
    MSG_words, /* words.h; min and max count bytes */
    MSG_int,   /* min and max bound the value */
    MSG_bool,
    MSG_bytes, /* min and max count bytes */
    MSG_maybe_int,
    MSG_maybe_bool,
    MSG_strs, /* min and max count elements of at most MSG_STRS_ELEMENT bytes */
    MSG_list, /* of elem; max counts elements */
    MSG_nest, /* pointer to elem */
    MSG_KINDS
};

enum { MSG_STRS_ELEMENT = 2048, MSG_FIELDS_MAX = 64, MSG_DEPTH_MAX = 6 };

enum msg_flag {
    MSG_OPTIONAL = 0,
    MSG_REQUIRED = 1,
    MSG_SECRET = 2,   /* never in a log or an event */
    MSG_PERSONAL = 4, /* about a person: never in a log; events keep it sealed */
    MSG_INTERNAL = 8, /* between our own programs: not taken from a form, not told in JSON */
    MSG_LINES = 16,   /* a str: ends of lines and tabs may stand in it */
};

struct msg_desc;
struct msg_field {
    const char *name;
    enum msg_kind kind;
    unsigned flags;
    size_t offset;
    int64_t min, max;
    const struct msg_desc *elem; /* of list and nest */
    const char *doc;
};
struct msg_desc {
    const char *name, *doc;
    const struct msg_field *fields;
    size_t n_fields, size; /* size of the struct */
};

/* What to do with a field that the table does not know. */
enum msg_unknown { MSG_REFUSE_UNKNOWN, MSG_TOLERATE_UNKNOWN };

/* Appends the message.  ERR_BAD_FIELD: our own code broke the contract; *why names the field. */
enum err msg_encode(const struct msg_desc *desc, const void *msg, struct buf *out,
                    const char **why) MUST_CHECK;

/* in: one msgpack map and nothing after it.  ERR_BAD_MESSAGE: no such map; ERR_BAD_FIELD: a field
 * is unknown, repeated, missing, of another kind or out of bounds.  *why: which and what, in mem.
 */
enum err msg_decode(const struct msg_desc *desc, struct bytes in, enum msg_unknown unknown,
                    struct arena *mem, void *msg, const char **why) MUST_CHECK;

/* Is one text acceptable as this field?  NULL if so, else what is wrong ("longer than 64 bytes").
 */
const char *msg_text_fault(const struct msg_field *field, const char *text, size_t n,
                           struct arena *mem);

const struct msg_field *msg_field_by_name(const struct msg_desc *desc, const char *name, size_t n);
const char *msg_kind_name(enum msg_kind kind);

#endif
