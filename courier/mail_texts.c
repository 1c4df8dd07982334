#include "mail_texts.h"
#include <string.h>
#include <strings.h>

/* clang-format off */
#define TEXT(key, words) [MAIL_##key] = (words),
static const char *const texts_en[] = {
#include "texts/en.def"
};
static const char *const texts_de[] = {
#include "texts/de.def"
};
static const char *const texts_es[] = {
#include "texts/es.def"
};
static const char *const texts_fr[] = {
#include "texts/fr.def"
};
static const char *const texts_zh[] = {
#include "texts/zh.def"
};
static const char *const texts_ja[] = {
#include "texts/ja.def"
};
#undef TEXT

/* No row is double, says the compiler; as many rows as there are texts are therefore all of them. */
#define TEXT(key, words) +1
static_assert(0
#include "texts/de.def"
    == MAIL_TEXTS, "a text is missing in German");
static_assert(0
#include "texts/es.def"
    == MAIL_TEXTS, "a text is missing in Spanish");
static_assert(0
#include "texts/fr.def"
    == MAIL_TEXTS, "a text is missing in French");
static_assert(0
#include "texts/zh.def"
    == MAIL_TEXTS, "a text is missing in Chinese");
static_assert(0
#include "texts/ja.def"
    == MAIL_TEXTS, "a text is missing in Japanese");
#undef TEXT
/* clang-format on */

const struct mail_texts mail_texts_all[] = {
#define LANGUAGE(id, tag) {#id, tag, texts_##id},
#include "languages.def"
#undef LANGUAGE
};
const size_t mail_texts_languages = ARRAY_LEN(mail_texts_all);

const struct mail_texts *mail_texts_for(const char *locale)
{
    const char *tag = locale ? locale : "";
    size_t n = strcspn(tag, "-_");

    for (size_t i = 0; i < mail_texts_languages; i++) {
        const char *id = mail_texts_all[i].id;
        if (strlen(id) == n && strncasecmp(id, tag, n) == 0)
            return &mail_texts_all[i];
    }
    return &mail_texts_all[0];
}
