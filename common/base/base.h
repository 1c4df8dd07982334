/*
 * base - what every file uses: errors, bytes, memory that never fails, cleanup.
 *
 * An enum err is the only return of a function that can fail.  Its rows live
 * in err.def: refusals are the caller's doing, faults are ours.
 */
#ifndef BASE_BASE_H
#define BASE_BASE_H
#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))
#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

/* AUTO(x) v: x_done(&v) runs on every way out of the block. */
#define AUTO(type) __attribute__((cleanup(type##_done))) struct type
/* AUTO_CLOSE(x) *v = NULL: the same for what is opened and closed; x_close(&v) runs. */
#define AUTO_CLOSE(type) __attribute__((cleanup(type##_close))) struct type

enum err {
    OK = 0,
#define REFUSAL(name, wire, status, text) ERR_##name,
#define FAULT REFUSAL
#define SHADE(kin, name) ERR_##name,
#include "err.def"
#undef SHADE
#undef FAULT
#undef REFUSAL
    ERR_COUNT
};

const char *err_name(enum err e);                  /* "INVALID_GRANT"; "OK" for OK */
const char *err_wire(enum err e);                  /* "invalid_grant" */
int err_status(enum err e);                        /* HTTP status; 200 for OK */
const char *err_text(enum err e);                  /* for the public */
bool err_is_fault(enum err e);                     /* ours, not the caller's */
enum err err_kin(enum err e);                      /* of a shade what it is one of; else e */
bool err_by_name(const char *name, enum err *out); /* false: no such name */

struct bytes {
    const uint8_t *p; /* NULL = absent */
    size_t n;
};

struct bytes bytes_of(const char *text); /* the text without its NUL; NULL gives absent bytes */
bool bytes_equal(struct bytes a, struct bytes b); /* not for secrets: see secret.h */

/* These abort when memory is gone: a process without memory has nothing left to say, and its
 * supervisor starts it again.  Inputs are bounded at the door. */
void *xmalloc(size_t n);
void *xcalloc(size_t count, size_t n);
void *xrealloc(void *p, size_t n);
char *xstrdup(const char *text);
char *xprintf(const char *fmt, ...) PRINTF_LIKE(1, 2);

#endif
