/*
 * mail_texts - what mails say, in every language that there is.
 *
 * One file per language, texts/<id>.def, of rows TEXT(key, "words"); en.def
 * tells which keys there are, and the compiler that none is missing elsewhere.
 * {site}, {minutes}, {hours}, {app} and {scope} stand for what is filled in.  No text has markup:
 * whoever puts it into HTML escapes it.
 */
#ifndef COURIER_MAIL_TEXTS_H
#define COURIER_MAIL_TEXTS_H
#include "base.h"

enum mail_text {
#define TEXT(key, words) MAIL_##key,
#include "texts/en.def"
#undef TEXT
    MAIL_TEXTS
};

struct mail_texts {
    const char *id, *tag; /* languages.def */
    const char *const *v; /* by enum mail_text */
};

extern const struct mail_texts mail_texts_all[];
extern const size_t mail_texts_languages;

/* RFC 4647 3.4: the language of a tag ("fr-CA" gives French); English when there is none such. */
const struct mail_texts *mail_texts_for(const char *locale); /* NULL: absent */

#endif
