/*
 * texts - what pages say, in each language.
 *
 * A language is a file of rows in texts/; English decides which texts there
 * are.  A text that is missing, unknown or double in any other does not
 * compile.  {name} is a hole that the page fills, so that each language can put
 * it where its grammar wants it.
 */
#ifndef GATEWAY_TEXTS_H
#define GATEWAY_TEXTS_H
#include "arena.h"

enum language {
#define LANGUAGE(id, tag, name) LANGUAGE_##id,
#include "languages.def"
#undef LANGUAGE
    LANGUAGES
};

struct language_row {
    const char *id, *tag, *name; /* languages.def */
};
extern const struct language_row languages[LANGUAGES];

enum text {
#define TEXT(key, text) TEXT_##key,
#include "texts/en.def"
#undef TEXT
    TEXTS
};

const char *texts_get(enum language language, enum text text);

/* By its key, for templates.  false: there is no such text. */
bool texts_find(const char *key, size_t n, enum text *out);

/* With its holes filled; a hole that is not among them is left out. */
struct text_hole {
    const char *name, *value;
};
const char *texts_fill(struct arena *mem, enum language language, enum text text,
                       const struct text_hole *holes, size_t n);

#endif
