/*
 * words - sets written as words with one blank between them: scopes, grants.
 *
 * A set is an ordinary string in the arena ("openid profile"); NULL and "" are
 * the empty set.  Order is kept and means nothing.  Source: RFC 6749 3.3.
 */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H
#include "arena.h"

bool words_valid(const char *words,
                 size_t n); /* scope-token characters, single blanks, no word twice */
bool words_has(const char *words, const char *word);
bool words_within(const char *words, const char *of); /* each of `words` is in `of` */
const char *words_common(struct arena *mem, const char *a, const char *b); /* in the order of a */
const char *words_union(struct arena *mem, const char *a, const char *b);
const char *words_without(struct arena *mem, const char *a,
                          const char *b); /* a, less what is in b */

/* for (const char *w, *at = words; (w = words_next(mem, &at)); ) */
const char *words_next(struct arena *mem, const char **at);

#endif
