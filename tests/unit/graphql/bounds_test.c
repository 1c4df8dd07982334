/* How much may be asked for (gql_limits.def), and that what is too much is told, whatever it is. */
#include "zoo.h"
#include <string.h>

static const char *times(const char *piece, int n)
{
    struct buf out;

    buf_init(&out, check_mem(), strlen(piece) * (size_t)n + 1);
    for (int i = 0; i < n; i++)
        buf_str(&out, piece);
    return buf_text(&out);
}

/* before, n times the piece, after. */
static const char *asked(const char *before, const char *piece, int n, const char *after)
{
    return zoo_errors(arena_printf(check_mem(), "%s%s%s", before, times(piece, n), after), NULL);
}

static void a_document_has_so_many_bytes_and_tokens(void)
{
    CHECK_STR(asked("{animal{name}}", " ", GQL_MAX_BYTES - 14, ""), "");
    CHECK_STR(asked("{animal{name}}", " ", GQL_MAX_BYTES - 13, ""),
              "the document has more than 16384 bytes");
    CHECK_STR(asked("{animal{", "legs ", 590, "}}"), "");
    CHECK_STR(asked("{animal{echo(food:[", "FISH ", GQL_MAX_TOKENS - 12, "])}}"), "");
    CHECK_HAS(asked("{animal{echo(food:[", "FISH ", GQL_MAX_TOKENS - 11, "])}}"),
              "the document has more than 2000 tokens");
}

static void it_is_nested_so_deep(void)
{
    const char *deep = times("friend{", GQL_MAX_DEPTH - 2);

    CHECK_STR(asked(arena_printf(check_mem(), "{animal{%sname", deep), "}", GQL_MAX_DEPTH, ""), "");
    CHECK_HAS(
        asked(arena_printf(check_mem(), "{animal{friend{%sname", deep), "}", GQL_MAX_DEPTH + 1, ""),
        "fields are nested more than 24 deep");
    CHECK_HAS(asked("", "{animal", GQL_MAX_NESTING + 1, ""),
              "the document is nested more than 32 deep");
    CHECK_HAS(asked("{animal{echo(text:", "[", 5000, ""), " the document is nested more than 32");
    CHECK_HAS(asked("query($a:", "[", 5000, ""), " the document is nested more than 32");
    CHECK_HAS(asked("{animal{echo(deep:", "{a:", 500, ""), " the document is nested more than 32");
}

static void fragments_do_not_hide_depth_nor_number(void)
{
    struct buf out;

    /* each fragment puts the next one in twice: 2^20 fields */
    buf_init(&out, check_mem(), 4096);
    buf_str(&out, "{animal{...F0}}");
    for (int i = 0; i < 20; i++)
        buf_printf(&out, "fragment F%d on Animal{a:friend{...F%d}b:friend{...F%d}}", i, i + 1,
                   i + 1);
    buf_str(&out, "fragment F20 on Animal{name}");
    CHECK_HAS(zoo_errors(buf_text(&out), NULL), "more than 600 fields and fragments");

    /* a chain of 40 */
    buf_init(&out, check_mem(), 4096);
    buf_str(&out, "{animal{...F0}}");
    for (int i = 0; i < 40; i++)
        buf_printf(&out, "fragment F%d on Animal{friend{...F%d}}", i, i + 1);
    buf_str(&out, "fragment F40 on Animal{name}");
    CHECK_HAS(zoo_errors(buf_text(&out), NULL), "fields are nested more than 24 deep");
}

static void so_many_fields_and_aliases_are_asked_for(void)
{
    struct buf out;

    CHECK_HAS(asked("{animal{", "legs ", GQL_MAX_FIELDS, "}}"),
              "more than 600 fields and fragments are asked for");
    buf_init(&out, check_mem(), 4096);
    for (int i = 0; i < GQL_MAX_ALIASES; i++)
        buf_printf(&out, "a%d:legs ", i);
    CHECK_STR(asked("{animal{", buf_text(&out), 1, "}}"), "");
    CHECK_HAS(asked("{animal{z:legs ", buf_text(&out), 1, "}}"),
              "more than 64 fields have an alias");
}

static void a_mutation_changes_so_much(void)
{
    struct buf out;

    buf_init(&out, check_mem(), 4096);
    for (int i = 0; i < GQL_MAX_CHANGES; i++)
        buf_printf(&out, "a%d:count ", i);
    CHECK_STR(asked("mutation{", buf_text(&out), 1, "}"), "");
    CHECK_STR(asked("mutation{z:count ", buf_text(&out), 1, "}"),
              "1:99 a mutation has more than 10 fields");
    CHECK_HAS(asked("mutation{...F}fragment F on Mutation{z:count ", buf_text(&out), 1, "}"),
              "a mutation has more than 10 fields");
}

static void an_answer_is_so_large(void)
{
    /* 2^13 times a text of 100 bytes */
    const char *query = arena_printf(check_mem(), "{animal{%secho(text:\"%s\")%s}}",
                                     times("herd{", 13), times("0123456789", 10), times("}", 13));

    CHECK_HAS(zoo_errors(query, NULL), "the answer would be too large");
    CHECK_HAS(zoo_ask(query, NULL), "\"data\":null");
    query = arena_printf(check_mem(), "{animal{%slegs%s}}", times("herd{", 17), times("}", 17));
    CHECK_HAS(zoo_errors(query, NULL), "the answer would be too large");
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_document_has_so_many_bytes_and_tokens),
        CASE(it_is_nested_so_deep),
        CASE(fragments_do_not_hide_depth_nor_number),
        CASE(so_many_fields_and_aliases_are_asked_for),
        CASE(a_mutation_changes_so_much),
        CASE(an_answer_is_so_large),
        {0},
    });
}
