/* texts_test - the catalogues: what the compiler cannot see of them. */
#include "check.h"
#include "text.h"
#include "texts.h"
#include "words.h"
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#define PAGES SOURCE_DIR "/gateway/pages"

static const char *text_of(enum language language, size_t i)
{
    return texts_get(language, (enum text)i);
}

/* The names of the holes, in any order. */
static const char *holes(const char *text)
{
    const char *found = NULL;

    while ((text = strchr(text, '{'))) {
        size_t n = strcspn(++text, "}");
        CHECK(text[n] == '}' && n > 0);
        found = words_union(check_mem(), found, arena_strndup(check_mem(), text, n));
    }
    return found;
}

static void each_language_has_the_same_holes(void)
{
    for (size_t i = 0; i < TEXTS; i++) {
        const char *english = holes(text_of(LANGUAGE_en, i));
        for (int l = 0; l < LANGUAGES; l++) {
            const char *here = holes(text_of((enum language)l, i));
            CHECK(words_within(here, english) && words_within(english, here));
        }
    }
}

static void texts_are_texts(void)
{
    for (int l = 0; l < LANGUAGES; l++) {
        for (size_t i = 0; i < TEXTS; i++) {
            const char *text = text_of((enum language)l, i);
            CHECK(*text && text_valid(text, strlen(text)));
            CHECK(*text != ' ' && text[strlen(text) - 1] != ' ' && !strstr(text, "  "));
            CHECK(!strpbrk(text, "<>\"")); /* markup is the template's; quotes have better forms */
        }
    }
}

/* A sentence stays one: what ends with a full stop in English does so in its own way everywhere. */
static void sentences_end_alike(void)
{
    for (size_t i = 0; i < TEXTS; i++) {
        const char *english = text_of(LANGUAGE_en, i);
        bool sentence = english[strlen(english) - 1] == '.';
        for (int l = 1; l < LANGUAGES; l++) {
            const char *text = text_of((enum language)l, i), *last = text + strlen(text) - 1;
            bool stop = *last == '.' || (strlen(text) > 3 && strcmp(last - 2, "。") == 0);
            CHECK_INT(stop, sentence);
        }
    }
}

/* What French sets apart from its word is not torn off it at the end of a line. */
static void french_marks_stay_with_their_words(void)
{
    for (size_t i = 0; i < TEXTS; i++) {
        const char *text = text_of(LANGUAGE_fr, i);
        CHECK(!strstr(text, " :") && !strstr(text, " ;") && !strstr(text, " ?") &&
              !strstr(text, " !") && !strstr(text, "« ") && !strstr(text, " »"));
    }
}

static void a_text_is_found_by_its_whole_key(void)
{
    enum text found = TEXTS;

    CHECK(texts_find("sign_in", 7, &found));
    CHECK_INT(found, TEXT_sign_in);
    CHECK(texts_find("sign_in_for and more", 11, &found));
    CHECK_INT(found, TEXT_sign_in_for);
    CHECK(!texts_find("sign_i", 6, &found));
    CHECK(!texts_find("", 0, &found));
}

static void holes_are_filled_by_name(void)
{
    const struct text_hole holes[] = {{"second", "x"}, {"seconds", "8"}};

    CHECK_STR(texts_fill(check_mem(), LANGUAGE_en, TEXT_wait_seconds, holes, 2),
              "Too many attempts; please wait 8 seconds.");
    CHECK_STR(texts_fill(check_mem(), LANGUAGE_en, TEXT_wait_seconds, holes, 1),
              "Too many attempts; please wait  seconds.");
    CHECK_STR(texts_fill(check_mem(), LANGUAGE_ja, TEXT_password, holes, 2), "パスワード");
}

/* -- templates ------------------------------------------------------------------------------- */

static void look_through(const char *name)
{
    const char *path = arena_printf(check_mem(), PAGES "/%s", name);
    const char *at = (const char *)check_file(path).p;

    CHECK(at);
    while ((at = strstr(at, "{{@"))) {
        enum text found;
        at += 3;
        if (!texts_find(at, strcspn(at, " }"), &found))
            check_failed(__FILE__, __LINE__, "%s has no text %.24s", name, at);
    }
}

static int is_template(const struct dirent *entry)
{
    return strstr(entry->d_name, ".html") != NULL;
}

static void templates_use_texts_that_there_are(void)
{
    struct dirent **found = NULL;
    int n = scandir(PAGES, &found, is_template, NULL);

    CHECK(n > 5);
    for (int i = 0; i < n; i++) {
        look_through(found[i]->d_name);
        free(found[i]);
    }
    free(found);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(each_language_has_the_same_holes),
        CASE(texts_are_texts),
        CASE(sentences_end_alike),
        CASE(french_marks_stay_with_their_words),
        CASE(a_text_is_found_by_its_whole_key),
        CASE(holes_are_filled_by_name),
        CASE(templates_use_texts_that_there_are),
        {NULL, NULL},
    });
}
