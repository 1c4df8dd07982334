#include "words.h"
#include "buf.h"
#include <string.h>

static bool scope_char(char c)
{
    return c > 0x20 && c < 0x7f && c != '"' && c != '\\';
}

/* The next word as a view; false at the end. */
static bool next(const char **at, const char **word, size_t *n)
{
    if (!*at)
        return false;
    *at += strspn(*at, " ");
    *word = *at;
    *n = strcspn(*at, " ");
    *at += *n;
    return *n > 0;
}

static bool has(const char *words, const char *word, size_t n)
{
    const char *w = NULL;
    size_t len = 0;

    while (next(&words, &w, &len)) {
        if (len == n && memcmp(w, word, n) == 0)
            return true;
    }
    return false;
}

static size_t length_of_word(const char *word, size_t n)
{
    const char *blank = memchr(word, ' ', n);

    return blank ? (size_t)(blank - word) : n;
}

/* Is the word at `at` among those before it?  There are single blanks between words. */
static bool stands_before(const char *words, size_t n, size_t at)
{
    size_t len = length_of_word(words + at, n - at), other = 0;

    for (size_t i = 0; i < at; i += other + 1) {
        other = length_of_word(words + i, n - i);
        if (other == len && memcmp(words + i, words + at, len) == 0)
            return true;
    }
    return false;
}

bool words_valid(const char *words, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool blank = words[i] == ' ';
        if (blank && (i == 0 || i == n - 1 || words[i - 1] == ' '))
            return false;
        if (!blank && !scope_char(words[i]))
            return false;
    }
    for (size_t i = 0; i < n; i += length_of_word(words + i, n - i) + 1) {
        if (stands_before(words, n, i))
            return false;
    }
    return true;
}

bool words_has(const char *words, const char *word)
{
    return has(words, word, strlen(word));
}

bool words_within(const char *words, const char *of)
{
    const char *w = NULL;
    size_t n = 0;

    while (next(&words, &w, &n)) {
        if (!has(of, w, n))
            return false;
    }
    return true;
}

static void add(struct buf *out, const char *w, size_t n)
{
    if (out->n)
        buf_char(out, ' ');
    buf_add(out, w, n);
}

/* Those words of a that are in b, or those that are not. */
static const char *pick(struct arena *mem, const char *a, const char *b, bool in)
{
    struct buf out;
    const char *w = NULL;
    size_t n = 0;

    buf_init(&out, mem, 64);
    while (next(&a, &w, &n)) {
        if (has(b, w, n) == in)
            add(&out, w, n);
    }
    return buf_text(&out);
}

const char *words_common(struct arena *mem, const char *a, const char *b)
{
    return pick(mem, a, b, true);
}

const char *words_without(struct arena *mem, const char *a, const char *b)
{
    return pick(mem, a, b, false);
}

const char *words_union(struct arena *mem, const char *a, const char *b)
{
    struct buf out;
    const char *w = NULL, *at = a;
    size_t n = 0;

    buf_init(&out, mem, 64);
    while (next(&at, &w, &n))
        add(&out, w, n);
    while (next(&b, &w, &n)) {
        if (!has(a, w, n))
            add(&out, w, n);
    }
    return buf_text(&out);
}

const char *words_next(struct arena *mem, const char **at)
{
    const char *w = NULL;
    size_t n = 0;

    return next(at, &w, &n) ? arena_strndup(mem, w, n) : NULL;
}
