#include "postgres_schema.h"
#include "buf.h"
#include <ctype.h>
#include <string.h>

static const struct {
    const char *word, *means;
} words[] = {
    {"INTEGER", "BIGINT"},
    {"BLOB", "BYTEA"},
    {"TEXT", "TEXT COLLATE \"C\""},
    {"STRICT", ""},
};

/* How long what begins here is, and is to stay: a comment, something in quotes; 0: neither. */
static size_t untouched(const char *at)
{
    if (at[0] == '-' && at[1] == '-')
        return strcspn(at, "\n");
    if (at[0] != '\'' && at[0] != '"')
        return 0;
    const char *end = strchr(at + 1, at[0]);
    return end ? (size_t)(end - at) + 1 : strlen(at);
}

static size_t word_length(const char *at)
{
    size_t n = 0;

    while (isalnum((unsigned char)at[n]) || at[n] == '_')
        n++;
    return n;
}

static void add_word(struct buf *out, const char *word, size_t n)
{
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (strlen(words[i].word) == n && memcmp(words[i].word, word, n) == 0) {
            buf_str(out, words[i].means);
            return;
        }
    }
    buf_add(out, word, n);
}

const char *postgres_schema(struct arena *mem, const char *sql)
{
    struct buf out;

    buf_init(&out, mem, strlen(sql) + 1024);
    while (*sql) {
        size_t stays = untouched(sql), word = stays ? 0 : word_length(sql);
        if (word)
            add_word(&out, sql, word);
        else
            buf_add(&out, sql, stays ? stays : 1);
        sql += word ? word : stays ? stays : 1;
    }
    return buf_text(&out);
}
