#include "check.h"
#include "language.h"
#include <string.h>

static const char *choose(const char *ui_locales, const char *chosen, const char *accept)
{
    const struct language_wishes wishes = {ui_locales, chosen, accept, LANGUAGE_ja};

    return languages[language_choose(&wishes)].id;
}

/* RFC 4647 3.4 */
static void a_tag_is_looked_up_by_its_first_subtag(void)
{
    static const struct {
        const char *tag, *id; /* NULL: none of ours */
    } cases[] = {
        {"fr", "fr"},      {"FR", "fr"},  {"fr-CA", "fr"}, {"zh-Hant-TW", "zh"}, {"zh-cn", "zh"},
        {"de-1996", "de"}, {"d", NULL},   {"deu", NULL},   {"x-de", NULL},       {"*", NULL},
        {"", NULL},        {"-de", NULL}, {"en_US", NULL}, {"nl", NULL},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        enum language found;
        bool known = language_lookup(cases[i].tag, strlen(cases[i].tag), &found);
        CHECK_STR(known ? languages[found].id : NULL, cases[i].id);
    }
}

static void browsers_say_what_they_prefer(void)
{
    static const struct {
        const char *accept, *id;
    } cases[] = {
        {NULL, "ja"},
        {"", "ja"},
        {"de", "de"},
        {"fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", "fr"},
        {"nl,de;q=0.5,en;q=0.9", "en"},
        {"en;q=0.5,de;q=0.5", "en"}, /* the first of two alike */
        {"en;q=0.501,de;q=0.502", "de"},
        {"en;q=0, de;q=0.001", "de"},
        {"en;q=0", "ja"},
        {"*", "ja"},
        {"de ; q=0.3 , es ;q=1.0", "es"},
        {"de;Q=0.3,es", "es"},
        {",,de,,", "de"},
        {"nl, sv;q=0.1", "ja"},
        /* what cannot be read says nothing */
        {"de;q=2,en;q=0.1", "en"},
        {"de;q=1.1,en;q=0.1", "en"},
        {"de;q=0.1234,en;q=0.1", "en"},
        {"de;q=,en;q=0.1", "en"},
        {"de;x=1,en;q=0.1", "en"},
        {"de q=1,en;q=0.1", "en"},
        {"de;", "ja"},
        {";q=1", "ja"},
        {"de;q=0.", "ja"}, /* which is 0 */
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_STR(choose(NULL, NULL, cases[i].accept), cases[i].id);
}

static void the_app_comes_first_then_the_person_then_the_browser(void)
{
    CHECK_STR(choose("fr-CA fr en", "de", "es"), "fr");
    CHECK_STR(choose("nl pt-BR", "de", "es"), "de");
    CHECK_STR(choose("nl es", "de", "fr"), "es");
    CHECK_STR(choose("  zh", "de", "fr"), "zh");
    CHECK_STR(choose("", "de", "fr"), "de");
    CHECK_STR(choose(NULL, "xx", "fr"), "fr");
    CHECK_STR(choose(NULL, NULL, "nl"), "ja");
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_tag_is_looked_up_by_its_first_subtag),
        CASE(browsers_say_what_they_prefer),
        CASE(the_app_comes_first_then_the_person_then_the_browser),
        {NULL, NULL},
    });
}
