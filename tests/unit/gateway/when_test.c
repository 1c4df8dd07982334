#include "check.h"
#include "when.h"

static void each_language_writes_a_moment_its_own_way(void)
{
    static const struct {
        enum language language;
        const char *text;
    } cases[] = {
        {LANGUAGE_en, "5 March 2026, 09:07 UTC"},       {LANGUAGE_de, "5. März 2026, 09:07 UTC"},
        {LANGUAGE_es, "5 de marzo de 2026, 09:07 UTC"}, {LANGUAGE_fr, "5 mars 2026 à 09:07 UTC"},
        {LANGUAGE_zh, "2026年3月5日 09:07 UTC"},        {LANGUAGE_ja, "2026年3月5日 09:07 UTC"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_STR(when_text(check_mem(), cases[i].language, INT64_C(1772701679999)), cases[i].text);
}

static void the_first_and_the_last_month_have_names(void)
{
    CHECK_STR(when_text(check_mem(), LANGUAGE_en, 0), "1 January 1970, 00:00 UTC");
    CHECK_STR(when_text(check_mem(), LANGUAGE_en, INT64_C(1798761599000)),
              "31 December 2026, 23:59 UTC");
}

int main(void)
{
    return check_run((struct check[]){
        CASE(each_language_writes_a_moment_its_own_way),
        CASE(the_first_and_the_last_month_have_names),
        {NULL, NULL},
    });
}
