#include "opencollective_scope.h"
#include "words.h"
#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 1024, WORDS_MAX = 64 };

static int by_name(const void *a, const void *b)
{
    const char *const *one = a, *const *two = b;

    return strcmp(*one, *two);
}

/* Commas as blanks, blanks alone between words and nowhere else. */
static const char *with_blanks(struct arena *mem, const char *text)
{
    char *out = arena_alloc(mem, strlen(text) + 1), *at = out;

    for (const char *p = text; *p; p++) {
        bool blank = *p == ',' || *p == ' ';
        if (!blank)
            *at++ = *p;
        else if (at > out && at[-1] != ' ')
            *at++ = ' ';
    }
    if (at > out && at[-1] == ' ')
        at--;
    *at = '\0';
    return out;
}

static const char *joined(struct arena *mem, const char **words, size_t n)
{
    const char *out = "";

    for (size_t i = 0; i < n; i++)
        out = words_union(mem, out, words[i]);
    return out;
}

const char *opencollective_scope(struct arena *mem, const char *text)
{
    const char *words[WORDS_MAX], *word = NULL;
    size_t n = 0;

    if (strlen(text) > TEXT_MAX)
        return NULL;
    const char *at = with_blanks(mem, text);
    while (n < WORDS_MAX && (word = words_next(mem, &at))) {
        if (!words_valid(word, strlen(word)))
            return NULL;
        words[n++] = word;
    }
    qsort(words, n, sizeof *words, by_name);
    return joined(mem, words, n);
}
