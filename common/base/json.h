/*
 * json - printing JSON, and reading what strangers send.
 *
 * Printing appends to a buf and puts the commas itself; strings are escaped
 * here and nowhere else (RFC 8259; U+2028, U+2029, '<', '>' and '&' too, so
 * that a reply is harmless inside a page).  Reading is jansson, strict:
 * duplicate names, bad UTF-8, NUL, depth over 32 and trailing bytes are refused.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H
#include "buf.h"
#include <jansson.h>

struct json {
    struct buf *out;
    bool comma; /* something stands before on this level */
};

void json_init(struct json *self, struct buf *out);
void json_open(struct json *self, const char *key,
               char bracket);                     /* '{' or '['; key NULL in arrays */
void json_close(struct json *self, char bracket); /* '}' or ']' */
void json_str(struct json *self, const char *key,
              const char *value); /* NULL value: nothing is printed */
void json_int(struct json *self, const char *key, int64_t value);
void json_bool(struct json *self, const char *key, bool value);
void json_words(struct json *self, const char *key, const char *words); /* as an array of strings */
void json_raw(struct json *self, const char *key, const char *json);    /* JSON printed before */

/* The value belongs to the caller: json_decref.  ERR_BAD_MESSAGE, and why: what is wrong and at
 * which byte (in mem or a constant), without repeating any of the text. */
enum err json_read(struct arena *mem, const char *text, size_t n, json_t **out,
                   const char **why) MUST_CHECK;

#endif
