/* mail_texts_test - the catalogues: without anything that would not be filled in. */
#include "check.h"
#include "mail_texts.h"
#include "text.h"
#include <string.h>

static void every_text_can_be_printed(void)
{
    for (size_t i = 0; i < mail_texts_languages; i++) {
        for (size_t key = 0; key < MAIL_TEXTS; key++) {
            const char *text = mail_texts_all[i].v[key];
            CHECK(*text && text_valid(text, strlen(text)));
        }
    }
}

/* The names in braces, in order of their alphabet. */
static void names_in(const char *text, bool seen[5])
{
    static const char *const names[] = {"{site}", "{minutes}", "{hours}", "{app}", "{scope}"};

    for (size_t n = 0; n < ARRAY_LEN(names); n++)
        seen[n] = strstr(text, names[n]) != NULL;
}

static void translations_fill_in_what_english_does(void)
{
    for (size_t i = 1; i < mail_texts_languages; i++) {
        for (size_t key = 0; key < MAIL_TEXTS; key++) {
            bool english[5], other[5];
            names_in(mail_texts_all[0].v[key], english);
            names_in(mail_texts_all[i].v[key], other);
            if (memcmp(english, other, sizeof english) != 0)
                check_failed(__FILE__, __LINE__, "%s: %s", mail_texts_all[i].tag,
                             mail_texts_all[i].v[key]);
        }
    }
}

static void a_tag_finds_its_language(void)
{
    static const struct {
        const char *locale, *tag;
    } cases[] = {{"de", "de"}, {"fr-CA", "fr"}, {"ZH-Hans-CN", "zh"}, {"ja_JP", "ja"},
                 {"es", "es"}, {"pt-BR", "en"}, {"e", "en"},          {"", "en"},
                 {NULL, "en"}, {"den", "en"}};

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_STR(mail_texts_for(cases[i].locale)->id, cases[i].tag);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(every_text_can_be_printed),
        CASE(translations_fill_in_what_english_does),
        CASE(a_tag_finds_its_language),
        {0},
    });
}
