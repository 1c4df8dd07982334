/*
 * answer - the least of HTTP/1.1, HTML and JSON that a load generator has to read.
 *
 * These are scans, not parsers: the server is our own, and an answer that is
 * not as expected is counted as a failure.  An answer points into the bytes it
 * was read from; what is looked up is copied into the arena, NULL if missing.
 */
#ifndef BENCH_ANSWER_H
#define BENCH_ANSWER_H
#include "arena.h"

struct answer {
    int status;
    const char *head, *body; /* neither ends with a NUL */
    size_t head_len, body_len;
    bool last; /* the server closes the connection after it */
};

enum answer_state { ANSWER_PART, ANSWER_WHOLE, ANSWER_BROKEN };

/* Is a whole answer there?  Only what tells its length in Content-Length can be read. */
enum answer_state answer_read(const char *p, size_t n, struct answer *out);

/* The nth header of that name, from 0. */
const char *answer_header(const struct answer *self, struct arena *mem, const char *name,
                          size_t nth);

/* A member of a JSON object that is a string without escapes, as tokens are. */
const char *answer_member(const struct answer *self, struct arena *mem, const char *name);

/* The value of a hidden input of a form that needs no decoding. */
const char *answer_input(const struct answer *self, struct arena *mem, const char *name);

/* A parameter of the address in Location that needs no decoding. */
const char *answer_parameter(const struct answer *self, struct arena *mem, const char *name);

#endif
