#include "check.h"
#include "words.h"
#include <string.h>

static bool valid(const char *words)
{
    return words_valid(words, strlen(words));
}

static void words_have_single_blanks_between_them(void)
{
    CHECK(valid(""));
    CHECK(valid("openid"));
    CHECK(valid("openid profile"));
    CHECK(!valid(" "));
    CHECK(!valid(" openid"));
    CHECK(!valid("openid "));
    CHECK(!valid("openid  profile"));
    CHECK(!valid("openid\tprofile"));
    CHECK(!valid("openid\nprofile"));
}

/* RFC 6749 3.3: %x21 / %x23-5B / %x5D-7E */
static void words_are_made_of_scope_characters(void)
{
    for (int c = 1; c < 256; c++) {
        char text[] = {'a', (char)c, 'b', 0};
        bool good = c == ' ' || c == 0x21 || (c >= 0x23 && c <= 0x5b) || (c >= 0x5d && c <= 0x7e);
        CHECK_INT(valid(text), good);
    }
    CHECK(!words_valid("a\0b", 3));
}

static void no_word_stands_twice(void)
{
    CHECK(!valid("a a"));
    CHECK(!valid("a b a"));
    CHECK(valid("a aa aaa"));
    CHECK(valid("a A"));
}

/* The text may go on behind what is asked about. */
static void only_the_given_length_counts(void)
{
    CHECK(words_valid("a b a", 3));
    CHECK(words_valid("ab ac", 4));
    CHECK(!words_valid("a aa", 3));
}

static void a_word_is_found_whole(void)
{
    CHECK(words_has("openid profile", "openid"));
    CHECK(words_has("openid profile", "profile"));
    CHECK(!words_has("openid profile", "open"));
    CHECK(!words_has("openid profile", "file"));
    CHECK(!words_has("openid profile", "openid profile"));
    CHECK(!words_has("openid profile", "Openid"));
    CHECK(!words_has("openid profile", ""));
    CHECK(!words_has("", "openid"));
    CHECK(!words_has(NULL, "openid"));
}

static void the_empty_set_is_within_all(void)
{
    CHECK(words_within("", ""));
    CHECK(words_within(NULL, NULL));
    CHECK(words_within("", "a"));
    CHECK(words_within(NULL, "a"));
    CHECK(!words_within("a", ""));
    CHECK(!words_within("a", NULL));
}

static void a_set_is_within_another(void)
{
    CHECK(words_within("b a", "a b c"));
    CHECK(words_within("a b", "a b"));
    CHECK(!words_within("a d", "a b c"));
    CHECK(!words_within("ab", "a b"));
}

static void common_words_keep_the_order_of_the_first(void)
{
    CHECK_STR(words_common(check_mem(), "c a b", "a b d c"), "c a b");
    CHECK_STR(words_common(check_mem(), "a b", "b x"), "b");
    CHECK_STR(words_common(check_mem(), "a", "b"), "");
    CHECK_STR(words_common(check_mem(), NULL, "b"), "");
    CHECK_STR(words_common(check_mem(), "a", NULL), "");
}

static void what_is_left_without_others_keeps_its_order(void)
{
    CHECK_STR(words_without(check_mem(), "c a b", "a x"), "c b");
    CHECK_STR(words_without(check_mem(), "a b", "b a"), "");
    CHECK_STR(words_without(check_mem(), "ab a", "a"), "ab");
    CHECK_STR(words_without(check_mem(), NULL, "a"), "");
    CHECK_STR(words_without(check_mem(), "a b", NULL), "a b");
}

static void a_union_holds_each_word_once(void)
{
    CHECK_STR(words_union(check_mem(), "a b", "b c a d"), "a b c d");
    CHECK_STR(words_union(check_mem(), NULL, "a"), "a");
    CHECK_STR(words_union(check_mem(), "a", NULL), "a");
    CHECK_STR(words_union(check_mem(), NULL, NULL), "");
}

static void words_are_walked_one_by_one(void)
{
    const char *at = "a bc d", *none = NULL, *empty = "";

    CHECK_STR(words_next(check_mem(), &at), "a");
    CHECK_STR(words_next(check_mem(), &at), "bc");
    CHECK_STR(words_next(check_mem(), &at), "d");
    CHECK_STR(words_next(check_mem(), &at), NULL);
    CHECK_STR(words_next(check_mem(), &at), NULL);
    CHECK_STR(words_next(check_mem(), &none), NULL);
    CHECK_STR(words_next(check_mem(), &empty), NULL);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(words_have_single_blanks_between_them),
        CASE(words_are_made_of_scope_characters),
        CASE(no_word_stands_twice),
        CASE(only_the_given_length_counts),
        CASE(a_word_is_found_whole),
        CASE(the_empty_set_is_within_all),
        CASE(a_set_is_within_another),
        CASE(common_words_keep_the_order_of_the_first),
        CASE(what_is_left_without_others_keeps_its_order),
        CASE(a_union_holds_each_word_once),
        CASE(words_are_walked_one_by_one),
        {0},
    });
}
