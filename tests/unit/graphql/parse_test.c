/* What is no document, and where it goes wrong. */
#include "zoo.h"
#include <string.h>

struct wrong {
    const char *query, *is;
};

static void all(const struct wrong *cases)
{
    for (; cases->query; cases++)
        CHECK_STR(zoo_errors(cases->query, NULL), cases->is);
}

static void what_is_wrong_is_named_with_its_place(void)
{
    all((const struct wrong[]){
        {" ", "1:2 the document ends where an operation or a fragment is expected"},
        {"{", "1:2 the document ends where a field is expected"},
        {"{}", "1:2 a field is expected, not \"}\""},
        {"{animal{name}", "1:14 the document ends where a field is expected"},
        {"{animal{name}}}", "1:15 an operation or a fragment is expected, not \"}\""},
        {"{\n  animal(\n  )\n}", "3:3 an argument is expected, not \")\""},
        {"{animal(a 1){name}}", "1:11 \":\" is expected, not \"1\""},
        {"{animal(a:){name}}", "1:11 a value is expected, not \")\""},
        {"{animal(a:$){name}}", "1:12 the name of a variable is expected, not \")\""},
        {"{animal(a:[1){name}}", "1:13 a value is expected, not \")\""},
        {"{animal(a:{b:}){name}}", "1:14 a value is expected, not \"}\""},
        {"{\"animal\"}", "1:2 a field is expected, not a string"},
        {"{a:}", "1:4 a field is expected, not \"}\""},
        {"query($a){animal{name}}", "1:9 \":\" is expected, not \")\""},
        {"query($a:){animal{name}}", "1:10 a type is expected, not \")\""},
        {"query($a:[Int){animal{name}}", "1:14 \"]\" is expected, not \")\""},
        {"query(a:Int){animal{name}}", "1:7 \"$\" is expected, not \"a\""},
        {"query($a:Int=$b){animal{name}}",
         "1:14 a variable cannot stand in the default of another"},
        {"quarry{animal{name}}", "1:1 an operation or a fragment is expected, not \"quarry\""},
        {"fragment on on Animal{name}", "1:10 the name of a fragment is expected, not \"on\""},
        {"fragment F Animal{name}", "1:12 \"on\" and a type is expected, not \"Animal\""},
        {"{...}", "1:5 \"{\" is expected, not \"}\""},
        {"{...on{name}}", "1:7 a type is expected, not \"{\""},
        {"{animal@{name}}", "1:9 the name of a directive is expected, not \"{\""},
        {"type A{b:Int}", "1:1 an operation or a fragment is expected, not \"type\""},
        {0}});
}

static void what_means_nothing_is_refused(void)
{
    all((const struct wrong[]){
        {"{animal{name?}}", "1:13 '?' means nothing here"},
        {"{é}", "1:2 here is a character that means nothing"},
        {"{animal(a:\"é\" ?)}", "1:15 '?' means nothing here"}, /* characters, not bytes */
        {"{a..b}", "1:3 '.' means nothing here"},
        {"{a(b:01)}", "1:6 this is not a number"},
        {"{a(b:1.)}", "1:6 this is not a number"},
        {"{a(b:.5)}", "1:6 '.' means nothing here"},
        {"{a(b:1e)}", "1:6 this is not a number"},
        {"{a(b:-)}", "1:6 this is not a number"},
        {"{a(b:1x)}", "1:6 this is not a number"},
        {"{a(b:1.2.3)}", "1:6 this is not a number"},
        {"{a(b:99999999999999999999)}", "1:6 the number is too large"},
        {"{a(b:\"", "1:6 the string does not end on its line"},
        {"{a(b:\"x\n\")}", "1:6 the string does not end on its line"},
        {"{a(b:\"x\\q\")}", "1:8 this is not an escape of a string"},
        {"{a(b:\"\\u12g4\")}", "1:7 this is not an escape of a string"},
        {"{a(b:\"\\u0000\")}", "1:7 this is not an escape of a string"},
        {"{a(b:\"\\ud83d\")}", "1:7 this is not an escape of a string"},
        {"{a(b:\"\\u{110000}\")}", "1:7 this is not an escape of a string"},
        {"{a(b:\"\"\"x\"\")}", "1:6 the string does not end"},
        {0}});
}

static void lines_end_in_three_ways(void)
{
    all((const struct wrong[]){{"{\n\n?}", "3:1 '?' means nothing here"},
                               {"{\r\n\r\n ?}", "3:2 '?' means nothing here"},
                               {"{\r\r?}", "3:1 '?' means nothing here"},
                               {"{#?\n?}", "2:1 '?' means nothing here"},
                               {"{a(b:\"\"\"1\n2\r\n3\"\"\" ?)}", "3:6 '?' means nothing here"},
                               {0}});
}

/* What echo says to a text. */
static const char *echoed(const char *literal)
{
    static const char before[] = "{\"data\":{\"animal\":{\"echo\":\"";
    const char *query = arena_printf(check_mem(), "{animal{echo(text:%s)}}", literal);
    const char *answer = zoo_ask(query, NULL);

    CHECK_HAS(answer, before);
    return arena_strndup(check_mem(), answer + sizeof before - 1,
                         strlen(answer) - (sizeof before - 1) - strlen("\"}}}"));
}

static void strings_mean_what_they_say(void)
{
    static const struct wrong cases[] = {
        {"\"\"", ""},
        {"\"a b\"", "a b"},
        {"\"é # , \"", "é # , "},
        {"\"\\\"\\\\\\/\"", "\\\"\\\\/"},
        {"\"\\n\\t\"", "\\n\\t"},
        {"\"\\u0041\\u00e9\\u20ac\"", "Aé€"},
        {"\"\\ud83d\\ude00\"", "😀"},
        {"\"\\u{1F600}\\u{41}\"", "😀A"},
        {"\"\"\"a\"\"\"", "a"},
        {"\"\"\"\"\"\"", ""},
        {"\"\"\"a \"quoted\" word\"\"\"", "a \\\"quoted\\\" word"},
        {"\"\"\"a \\\"\"\" b\"\"\"", "a \\\"\\\"\\\" b"},
        {"\"\"\"a\\n\"\"\"", "a\\\\n"},
        {"\"\"\"\n    one\n      two\n\n    three\n  \"\"\"", "one\\n  two\\n\\nthree"},
        {"\"\"\"one\r\n  two\"\"\"", "one\\ntwo"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_STR(echoed(cases[i].query), cases[i].is);
}

static void blanks_commas_and_comments_mean_nothing(void)
{
    CHECK_STR(zoo_ask("\xef\xbb\xbf,,{,animal # {\n\t{ name,,,legs },}, ", NULL),
              "{\"data\":{\"animal\":{\"name\":\"Daisy\",\"legs\":4}}}");
}

int main(void)
{
    return check_run((struct check[]){
        CASE(what_is_wrong_is_named_with_its_place),
        CASE(what_means_nothing_is_refused),
        CASE(lines_end_in_three_ways),
        CASE(strings_mean_what_they_say),
        CASE(blanks_commas_and_comments_mean_nothing),
        {0},
    });
}
