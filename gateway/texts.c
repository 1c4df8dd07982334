#include "texts.h"
#include "buf.h"
#include <string.h>

const struct language_row languages[LANGUAGES] = {
#define LANGUAGE(id, tag, name) {#id, tag, name},
#include "languages.def"
#undef LANGUAGE
};

/* clang-format off */
#define TEXT(key, text) [TEXT_##key] = (text),
static const char *const texts_en[] = {
#include "texts/en.def"
};
static const char *const texts_de[] = {
#include "texts/de.def"
};
static const char *const texts_es[] = {
#include "texts/es.def"
};
static const char *const texts_fr[] = {
#include "texts/fr.def"
};
static const char *const texts_zh[] = {
#include "texts/zh.def"
};
static const char *const texts_ja[] = {
#include "texts/ja.def"
};
#undef TEXT

/* No row is double, says the compiler; as many rows as there are texts are therefore all of them. */
#define TEXT(key, text) +1
static_assert(0
#include "texts/de.def"
    == TEXTS, "a text is missing in German");
static_assert(0
#include "texts/es.def"
    == TEXTS, "a text is missing in Spanish");
static_assert(0
#include "texts/fr.def"
    == TEXTS, "a text is missing in French");
static_assert(0
#include "texts/zh.def"
    == TEXTS, "a text is missing in Chinese");
static_assert(0
#include "texts/ja.def"
    == TEXTS, "a text is missing in Japanese");
#undef TEXT
/* clang-format on */

static const char *const *const catalogues[LANGUAGES] = {
#define LANGUAGE(id, tag, name) [LANGUAGE_##id] = texts_##id,
#include "languages.def"
#undef LANGUAGE
};

static const char *const keys[TEXTS] = {
#define TEXT(key, text) #key,
#include "texts/en.def"
#undef TEXT
};

const char *texts_get(enum language language, enum text text)
{
    return catalogues[language][text];
}

bool texts_find(const char *key, size_t n, enum text *out)
{
    for (size_t i = 0; i < TEXTS; i++) {
        if (strncmp(keys[i], key, n) == 0 && keys[i][n] == '\0') {
            *out = (enum text)i;
            return true;
        }
    }
    return false;
}

static void add_hole(struct buf *out, const char *name, size_t len, const struct text_hole *holes,
                     size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (strncmp(holes[i].name, name, len) == 0 && holes[i].name[len] == '\0')
            buf_str(out, holes[i].value);
    }
}

const char *texts_fill(struct arena *mem, enum language language, enum text text,
                       const struct text_hole *holes, size_t n)
{
    const char *at = texts_get(language, text), *open;
    struct buf out;

    buf_init(&out, mem, 128);
    while ((open = strchr(at, '{'))) {
        buf_add(&out, at, (size_t)(open - at));
        size_t len = strcspn(open + 1, "}");
        assert(open[1 + len] == '}');
        add_hole(&out, open + 1, len, holes, n);
        at = open + len + 2;
    }
    buf_str(&out, at);
    return buf_text(&out);
}
